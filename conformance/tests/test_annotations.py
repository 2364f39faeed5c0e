"""The table of annotations takes what is documented and nothing else."""

import pytest

from conformance.objects.annotations import DOCUMENTED, PREFIX, invalid, undocumented

GOOD = {
    "appgw-ssl-certificate": ["shop-frontend"],
    "appgw-ssl-profile": ["strict"],
    "appgw-trusted-root-certificate": ["istio-root", "one,two"],
    "backend-hostname": ["shop.example", "a"],
    "backend-path-prefix": ["/", "/shop/"],
    "backend-protocol": ["http", "https"],
    "connection-draining": ["true", "false"],
    "connection-draining-timeout": ["1", "3600"],
    "cookie-based-affinity": ["true"],
    "health-probe-hostname": ["shop.example"],
    "health-probe-interval": ["30"],
    "health-probe-path": ["/healthz/ready"],
    "health-probe-port": ["1", "65535"],
    "health-probe-status-codes": ["200", "200-399, 401"],
    "health-probe-timeout": ["30"],
    "health-probe-unhealthy-threshold": ["1", "20"],
    "hostname-extension": ["a.example, *.b.example"],
    "override-frontend-port": ["64999"],
    "request-timeout": ["86400"],
    "rewrite-rule-set": ["add-headers"],
    "rewrite-rule-set-custom-resource": ["add-headers"],
    "rule-priority": ["20000"],
    "ssl-redirect": ["true"],
    "use-private-ip": ["false"],
    "waf-policy-for-path": [
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network"
        "/applicationGatewayWebApplicationFirewallPolicies/p"
    ],
}
BAD = {
    "appgw-ssl-certificate": ["", "-a", "a b", "a" * 81],
    "appgw-ssl-profile": ["a/b"],
    "appgw-trusted-root-certificate": ["", "one,,two"],
    "backend-hostname": ["", "Shop.example", "a..b", "*.example", "a" * 64, "http://a"],
    "backend-path-prefix": ["shop", "/a b", "/a?b"],
    "backend-protocol": ["HTTPS", "grpc"],
    "connection-draining": ["True", "yes", "1"],
    "connection-draining-timeout": ["0", "3601", "30s", "-1", "\u0663"],
    "cookie-based-affinity": ["on"],
    "health-probe-hostname": ["shop example"],
    "health-probe-interval": ["0"],
    "health-probe-path": ["healthz"],
    "health-probe-port": ["0", "65536", "https"],
    "health-probe-status-codes": ["200-", "2xx", "600"],
    "health-probe-timeout": ["1.5"],
    "health-probe-unhealthy-threshold": ["21"],
    "hostname-extension": ["a.example,"],
    "override-frontend-port": ["65000"],
    "request-timeout": ["86401"],
    "rewrite-rule-set": [""],
    "rewrite-rule-set-custom-resource": ["a b"],
    "rule-priority": ["0"],
    "ssl-redirect": ["TRUE"],
    "use-private-ip": [""],
    "waf-policy-for-path": ["policy"],
}


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_values_of_an_annotation(name: str) -> None:
    for value in GOOD[name]:
        assert invalid({PREFIX + name: value}) == []
    for value in BAD[name]:
        assert invalid({PREFIX + name: value}) == [f"{PREFIX}{name}: {value}"]


def test_names_that_the_controller_would_ignore() -> None:
    names = [PREFIX + each for each in ("health-probe-status-code", "ssl-redirects")]
    others = ["kubernetes.io/ingress.class", "nginx.ingress.kubernetes.io/ssl-redirect"]
    found = undocumented(dict.fromkeys([*names, *others, PREFIX + "ssl-redirect"], "true"))
    assert found == sorted([*names, *others])
