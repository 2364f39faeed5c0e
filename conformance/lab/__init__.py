"""What the rehearsal runs on: networks, API servers, nodes and pods, as a mesh needs them."""
