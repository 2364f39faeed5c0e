"""Who a request comes from."""

from conformance.azure.answers import Refusal
from conformance.azure.cloud import Cloud, Request
from conformance.azure.directory import MANAGEMENT, Principal


def authenticate(
    cloud: Cloud, request: Request, audiences: tuple[str, ...] = MANAGEMENT
) -> Principal:
    scheme, _, token = request.header("authorization").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal(
            401,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
        )
    return cloud.directory.who(token, audiences, cloud.now())
