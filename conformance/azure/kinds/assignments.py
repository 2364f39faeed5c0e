"""Role definitions and role assignments."""

import re
import uuid

from conformance.azure import roles
from conformance.azure.answers import Answer, Body, Refusal
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import Principal
from conformance.azure.kind import Change, Kind
from conformance.azure.routing import Routes
from conformance.azure.shapes import Free
from conformance.azure.store import Resource

ROUTES = Routes()


def _write(change: Change) -> None:
    properties = change.properties
    scope = change.id.scope
    if roles.of_definition(properties.get("roleDefinitionId", "")) is None:
        raise Refusal(
            400,
            "RoleDefinitionDoesNotExist",
            f"The specified role definition with ID "
            f"'{properties.get('roleDefinitionId', '').rsplit('/', 1)[-1]}' does not exist.",
        )
    principal = change.cloud.directory.find(str(properties.get("principalId")))
    if principal is None:
        raise Refusal(
            400,
            "PrincipalNotFound",
            f"Principal {str(properties.get('principalId')).replace('-', '')} does not exist in "
            "the directory. Check that you have the correct principal ID. If you are creating "
            "this principal and then immediately assigning a role, this error might be related "
            "to a replication delay.",
        )
    _check_duplicate(change, scope)
    _check_scope(change, scope)
    properties["scope"] = scope
    properties.setdefault("principalType", "ServicePrincipal")


def _check_scope(change: Change, scope: str) -> None:
    """Secrets of a vault are no resources, and yet a scope: the vault has to be there."""
    parts = scope.split("/")
    owner = "/".join(parts[:9]) if len(parts) > 9 else scope
    if len(parts) > 5 and change.cloud.store.get(owner) is None:
        raise Refusal(404, "ResourceNotFound", f"The scope {scope} was not found.")


def _check_duplicate(change: Change, scope: str) -> None:
    properties = change.properties
    for each in change.cloud.store.of_type(roles.ASSIGNMENT):
        same = (
            each.key != change.id.key
            and each.properties["scope"].lower() == scope.lower()
            and each.properties["principalId"] == properties["principalId"]
            and roles.of_definition(each.properties["roleDefinitionId"])
            == roles.of_definition(properties["roleDefinitionId"])
        )
        if same:
            raise Refusal(
                409,
                "RoleAssignmentExists",
                "The role assignment already exists. The ID of the existing role assignment is "
                f"{each.name.replace('-', '')}.",
            )
    before = change.before
    if before and before.properties["principalId"] != properties["principalId"]:
        raise Refusal(
            400,
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        )


DEFINITIONS = "(.*)/providers/Microsoft.Authorization/roleDefinitions"


@ROUTES.add("GET", DEFINITIONS)
def definitions(_: Cloud, __: Principal, request: Request, match: re.Match[str]) -> Answer:
    wanted = re.search(r"(?i)roleName eq '([^']*)'", request.query.get("$filter", ""))
    found = [
        each.view(match[1])
        for each in roles.ROLES
        if not wanted or each.name.lower() == wanted[1].lower()
    ]
    return Answer(200, {"value": found})


@ROUTES.add("GET", DEFINITIONS + "/([^/]+)")
def definition(_: Cloud, __: Principal, ___: Request, match: re.Match[str]) -> Answer:
    found = roles.BY_ID.get(match[2].lower())
    if found is None:
        raise Refusal(
            404,
            "RoleDefinitionDoesNotExist",
            f"The specified role definition with ID '{match[2]}' does not exist.",
        )
    return Answer(200, found.view(match[1]))


def grant(cloud: Cloud, principal: str, role: str, scope: str) -> None:
    """What Azure itself assigns: at once, and effective at once."""
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{principal}{role}{scope}"))
    body: Body = {
        "properties": {
            "roleDefinitionId": roles.DEFINITION + roles.BY_NAME[role.lower()].id,
            "principalId": principal,
            "principalType": "ServicePrincipal",
            "scope": scope,
        }
    }
    identifier = f"{scope}/providers/{roles.ASSIGNMENT}/{key}"
    cloud.store.put(Resource(identifier, roles.ASSIGNMENT, key, body, created=0.0))


KINDS = (
    Kind(
        roles.ASSIGNMENT,
        ("2022-04-01", "2020-04-01-preview"),
        {
            "properties": {
                "roleDefinitionId": str,
                "principalId": str,
                "principalType": str,
                "scope": str,
                "description": str,
                "condition": str,
                "conditionVersion": str,
                "delegatedManagedIdentityResourceId": str,
                "createdOn": Free(),
                "updatedOn": Free(),
                "createdBy": Free(),
                "updatedBy": Free(),
            }
        },
        write=_write,
    ),
)
