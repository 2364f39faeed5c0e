"""Resource Manager: what every resource type has in common."""

import copy
import json
import re
from typing import Any

from conformance.azure import operations, routes, switches
from conformance.azure.answers import Answer, Body, Refusal, Unanswerable
from conformance.azure.authentication import authenticate
from conformance.azure.catalog import REGIONS, region
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import SUBSCRIPTION, Principal
from conformance.azure.identifiers import Identifier, parse
from conformance.azure.kind import Call, Change, Kind
from conformance.azure.kinds import KINDS, NAMESPACES
from conformance.azure.shapes import COMMON, problems
from conformance.azure.store import Resource

VERBS = {"PUT": "write", "PATCH": "write", "GET": "read", "HEAD": "read", "DELETE": "delete"}


def handle(cloud: Cloud, request: Request) -> Answer:
    """Answers a request to management.azure.com."""
    principal = authenticate(cloud, request)
    planted = cloud.switches.hit(
        request.method, request.path, "throttle", "conflict", "error", "expire"
    )
    if planted:
        return switches.answer(planted)
    operations.settle(cloud)
    if "api-version" not in request.query:
        raise Unanswerable(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        )
    if operations.PATH.match(request.path):
        return operations.look(cloud, request)
    found = routes.find(cloud, principal, request)
    if found is not None:
        return found
    return _resource(cloud, principal, request, parse(request.path))


def _resource(cloud: Cloud, principal: Principal, request: Request, target: Identifier) -> Answer:
    kind = _kind(request, target)
    if target.subscription and target.subscription != SUBSCRIPTION:
        raise Refusal(
            404,
            "SubscriptionNotFound",
            f"The subscription '{target.subscription}' could not be found.",
        )
    if target.is_resource:
        cloud.require(
            principal, f"{target.type}/{VERBS.get(request.method, 'action')}", target.text
        )
        act = {"PUT": _put, "PATCH": _patch, "GET": _get, "HEAD": _head, "DELETE": _delete}
        if request.method in act:
            return act[request.method](cloud, principal, request, target, kind)
        raise _method_not_allowed(request)
    if target.last in kind.actions or target.last.lower() in {
        each.lower() for each in kind.actions
    }:
        return _action(cloud, principal, request, target, kind)
    if request.method == "GET":
        return _list(cloud, principal, target, kind)
    raise _method_not_allowed(request)


def _method_not_allowed(request: Request) -> Refusal:
    return Unanswerable(
        405,
        "HttpMethodNotAllowed",
        f"The resource does not support http method '{request.method}'.",
    )


def _kind(request: Request, target: Identifier) -> Kind:
    """The type of the resource, or of what the collection holds."""
    owner = KINDS.get(target.owner.type.lower())
    if not target.is_resource and owner and target.last.lower() in map(str.lower, owner.actions):
        return _with_version(owner, request)
    wanted = "/".join((target.namespace, *target.types))
    kind = KINDS.get(wanted.lower())
    if kind is None:
        raise _unknown_type(request, wanted)
    return _with_version(kind, request)


def _unknown_type(request: Request, wanted: str) -> Refusal:
    namespace, _, rest = wanted.partition("/")
    if namespace.lower() not in NAMESPACES:
        return Unanswerable(
            404,
            "InvalidResourceNamespace",
            f"The resource namespace '{namespace}' is invalid.",
        )
    return Unanswerable(
        404,
        "InvalidResourceType",
        f"The resource type '{rest}' could not be found in the namespace '{namespace}' for api "
        f"version '{request.query['api-version']}'.",
    )


def _with_version(kind: Kind, request: Request) -> Kind:
    version = request.query["api-version"]
    if version not in kind.versions:
        rest = kind.type.partition("/")[2]
        raise Unanswerable(
            400,
            "NoRegisteredProviderFound",
            f"No registered resource provider found for location 'global' and API version "
            f"'{version}' for type '{rest}'. The supported api-versions are "
            f"'{', '.join(kind.versions)}'.",
        )
    return kind


# --- Reading


def shown(cloud: Cloud, resource: Resource) -> Body:
    """A resource as a reader sees it."""
    kind = KINDS[resource.type.lower()]
    body: Body = copy.deepcopy(resource.body)
    if kind.slow or "provisioningState" in body.get("properties", {}):
        body.setdefault("properties", {})["provisioningState"] = operations.state(cloud, resource)
    body = kind.view(cloud, resource, body, lambda inner: shown(cloud, inner))
    return {"id": resource.id, "name": resource.name, "type": resource.type, **body}


def not_found(target: Identifier) -> Refusal:
    if target.type == "Microsoft.Resources/resourceGroups":
        return Refusal(
            404, "ResourceGroupNotFound", f"Resource group '{target.name}' could not be found."
        )
    return Refusal(
        404,
        "ResourceNotFound",
        f"The Resource '{target.type}/{target.name}' under resource group '{target.group}' was "
        "not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    )


def _get(cloud: Cloud, _: Principal, __: Request, target: Identifier, ___: Kind) -> Answer:
    found = cloud.store.get(target.text)
    if found is None:
        raise not_found(target)
    return Answer(200, shown(cloud, found))


def _head(cloud: Cloud, _: Principal, __: Request, target: Identifier, ___: Kind) -> Answer:
    return Answer(204 if cloud.store.get(target.text) else 404)


def _list(cloud: Cloud, principal: Principal, target: Identifier, kind: Kind) -> Answer:
    scope = target.text.rsplit("/", 1)[0] if len(target.names) else target.scope
    cloud.require(principal, f"{kind.type}/read", scope)
    if target.names and not cloud.store.get(target.owner.text) and "/resourceGroups/" in scope:
        raise not_found(target.owner)
    found = cloud.store.children(scope, kind.type)
    return Answer(200, {"value": [shown(cloud, each) for each in found]})


def _action(
    cloud: Cloud, principal: Principal, request: Request, target: Identifier, kind: Kind
) -> Answer:
    owner = target.owner
    name = next(each for each in kind.actions if each.lower() == target.last.lower())
    verb = "read" if request.method == "GET" else f"{name}/action"
    cloud.require(principal, f"{owner.type}/{verb}", owner.text)
    found = cloud.store.get(owner.text)
    if found is None:
        raise not_found(owner)
    return kind.actions[name](Call(cloud, principal, found, request))


# --- Writing


def _put(
    cloud: Cloud, principal: Principal, request: Request, target: Identifier, kind: Kind
) -> Answer:
    before = cloud.store.get(target.text)
    if before and request.header("if-none-match") == "*":
        raise Refusal(412, "PreconditionFailed", f"The resource {target.text} exists already.")
    return _write(cloud, principal, request, target, kind, _parsed(request))


def _patch(
    cloud: Cloud, principal: Principal, request: Request, target: Identifier, kind: Kind
) -> Answer:
    before = cloud.store.get(target.text)
    if before is None:
        raise not_found(target)
    patch = _parsed(request)
    _check_shape(kind, patch)
    return _write(cloud, principal, request, target, kind, _merged(before.body, patch))


def _merged(old: Any, new: Any) -> Any:
    """RFC 7396, except that tags and lists are replaced as a whole, as Azure does."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return copy.deepcopy(new)
    merged = copy.deepcopy(old)
    for name, value in new.items():
        merged[name] = copy.deepcopy(value) if name == "tags" else _merged(old.get(name), value)
    return merged


def _parsed(request: Request) -> Body:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Unanswerable(
            400,
            "InvalidRequestContent",
            f"The request content was invalid and could not be deserialized: '{error}'.",
        ) from error
    if not isinstance(body, dict):
        raise Unanswerable(400, "InvalidRequestContent", "The request content must be an object.")
    return body


def _check_shape(kind: Kind, body: Body) -> None:
    shape = {**COMMON, **kind.shape}
    for problem in problems(shape, body):
        raise Unanswerable(
            400,
            "InvalidRequestContent",
            "The request content was invalid and could not be deserialized: "
            f"'{problem.text} Path '{problem.path}'.'.",
        )


def _in_progress(target: Identifier) -> Refusal:
    return Refusal(
        409,
        "AnotherOperationInProgress",
        f"Another operation on this or dependent resource is in progress. Resource: {target.text}",
    )


def _write(
    cloud: Cloud, principal: Principal, request: Request, target: Identifier, kind: Kind, body: Body
) -> Answer:
    before = cloud.store.get(target.text)
    _check_place(cloud, target, kind, body, before)
    _check_shape(kind, body)
    _check_tags(kind, body)
    if before and operations.busy(cloud, before):
        raise _in_progress(target)
    kept = {k: v for k, v in body.items() if k not in ("id", "name", "type", "etag", "systemData")}
    identity = before.id if before else target.text
    resource = Resource(identity, kind.type, target.name, copy.deepcopy(kept))
    if before:
        resource.created, resource.operation = before.created, before.operation
    change = Change(cloud, principal, target, resource, before)
    _check_links(change, kind)
    kind.write(change)
    cloud.store.put(resource)
    headers = operations.waiting(cloud.settings.operation_delay)
    if kind.slow:
        planted = cloud.switches.hit(request.method, request.path, "slow", "fail")
        verb = "Updating" if before else "Creating"
        headers = operations.begin(cloud, request, resource, verb, planted)
    return Answer(kind.replaced if before else kind.created, shown(cloud, resource), headers)


def _check_place(
    cloud: Cloud, target: Identifier, kind: Kind, body: Body, before: Resource | None
) -> None:
    """Group, parent, name and region, as Resource Manager checks them before any provider."""
    group = "/".join(target.text.split("/")[:5])
    if target.group and "/providers/" in target.text and not cloud.store.get(group):
        raise Refusal(
            404, "ResourceGroupNotFound", f"Resource group '{target.group}' could not be found."
        )
    if len(target.names) > 1 and not cloud.store.get(target.parent):
        raise Refusal(
            404,
            "ParentResourceNotFound",
            f"Failed to perform 'write' on resource(s) of type '{'/'.join(target.types)}', because "
            f"the parent resource '{target.parent}' could not be found.",
        )
    if kind.name and not re.fullmatch(kind.name, target.name):
        raise Refusal(
            400,
            "InvalidResourceName",
            f"Resource name {target.name} is invalid. The name must match {kind.name}",
        )
    if kind.located:
        _check_region(kind, body, target, before)


def _check_region(kind: Kind, body: Body, target: Identifier, before: Resource | None) -> None:
    place = region(str(body.get("location") or ""))
    if not place:
        raise Refusal(400, "LocationRequired", "The location property is required.")
    if place not in REGIONS:
        what = f"resource type '{kind.type}'"
        code = "LocationNotAvailableForResourceType"
        if target.type == "Microsoft.Resources/resourceGroups":
            what, code = "resource group", "LocationNotAvailableForResourceGroup"
        raise Refusal(
            400,
            code,
            f"The provided location '{body['location']}' is not available for {what}. List of "
            f"available regions is '{','.join(sorted(REGIONS))}'.",
        )
    if before and region(before.location) != place:
        raise Refusal(
            409,
            "InvalidResourceLocation",
            f"The resource '{target.name}' already exists in location "
            f"'{region(before.location)}' in resource group '{target.group}'. A resource with "
            "the same name cannot be created in "
            f"location '{place}'. Please select a new resource name.",
        )


def _check_tags(kind: Kind, body: Body) -> None:
    """https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations"""
    tags = body.get("tags") or {}
    if not tags:
        return
    if kind.tags < 0:
        raise Unanswerable(400, "InvalidRequestContent", f"{kind.type} takes no tags.")
    if len(tags) > kind.tags:
        raise Refusal(
            400,
            "InvalidTags",
            f"The number of tags on the resource exceeds the limit of {kind.tags}.",
        )
    if len({each.lower() for each in tags}) < len(tags):
        raise Refusal(400, "DuplicateTagName", "Tag names must be unique, whatever their case.")
    for name, value in tags.items():
        reserved = re.match(r"(?i)(microsoft|azure|windows)", name)
        if reserved or re.search(r"[<>%&\\?/]", name) or not 1 <= len(name) <= 512:
            raise Refusal(
                400,
                "InvalidTagNameCharacters" if not reserved else "ReservedTagName",
                f"The tag name '{name}' is not valid: it has at most 512 characters, none of "
                "<>%&\\?/, and no prefix microsoft, azure or windows.",
            )
        if len(value) > 256:
            raise Refusal(400, "TagValueTooLong", f"The value of tag '{name}' is too long.")


def _check_links(change: Change, kind: Kind) -> None:
    """Whoever links a resource needs an action on it too."""
    principal = change.principal
    denied = [
        link
        for link in kind.links(change)
        if link.id and not change.cloud.may(principal.id, link.action, link.id)
    ]
    if not denied:
        return
    actions = ",".join(dict.fromkeys(each.action for each in denied))
    scopes = ",".join(dict.fromkeys(each.id for each in denied))
    raise Refusal(
        403,
        "LinkedAuthorizationFailed",
        f"The client '{principal.client}' with object target '{principal.id}' has permission to "
        f"perform action '{kind.type}/write' on scope '{change.id.text}'; however, it does not "
        f"have permission to perform action(s) '{actions}' on the linked scope(s) '{scopes}' "
        "(respectively) or the linked scope(s) are invalid.",
    )


def _delete(
    cloud: Cloud, principal: Principal, request: Request, target: Identifier, kind: Kind
) -> Answer:
    found = cloud.store.get(target.text)
    if found is None:
        if target.type == "Microsoft.Resources/resourceGroups":
            raise not_found(target)
        return Answer(204)
    if operations.busy(cloud, found):
        raise _in_progress(target)
    kind.remove(Change(cloud, principal, target, found, found))
    if not kind.slow:
        for gone in cloud.store.remove(target.text):
            cloud.directory.remove_of(gone.id)
        headers = operations.waiting(cloud.settings.operation_delay)
        return Answer(kind.removed, None if kind.removed == 204 else {}, headers)
    planted = cloud.switches.hit(request.method, request.path, "slow", "fail")
    return Answer(202, None, operations.begin(cloud, request, found, "Deleting", planted))
