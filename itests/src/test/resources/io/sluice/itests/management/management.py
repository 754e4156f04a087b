# SPDX-License-Identifier: Apache-2.0
"""Asks a router's management node as command line tools do; prints "done" if all answers are right."""
import sys
from uuid import uuid4

from proton import Message, int32, uint, ulong
from proton.utils import BlockingConnection, SyncRequestResponse

PREFIX = "org.apache.qpid.dispatch."


class Client:
    def __init__(self, url, address="$management"):
        self.connection = BlockingConnection(url, timeout=20)
        self.client = SyncRequestResponse(self.connection, address)

    def ask(self, properties, body=None):
        request = Message()
        request.properties = properties
        request.body = {} if body is None else body
        reply = self.client.call(request)
        return reply.properties["statusCode"], reply.properties["statusDescription"], reply.body

    def query(self, entity_type, names, offset=0, count=500):
        return self.ask({"name": "self", "type": "org.amqp.management", "operation": "QUERY",
                         "entityType": entity_type, "offset": offset, "count": count}, {"attributeNames": names})


def same(expected, actual):
    if expected != actual:
        print("expected %r but was %r" % (expected, actual))
        sys.exit(1)


def main(url):
    client = Client(url)
    status, text, body = client.query(PREFIX + "router", [])
    same((200, "OK", 1), (status, text, len(body["results"])))
    row = dict(zip(body["attributeNames"], body["results"][0]))
    same("ITEST.PYTHON", row["id"])
    same((ulong, uint, int32), (type(row["addrCount"]), type(row["uptimeSeconds"]), type(row["workerThreads"])))
    same([["amqp"]], client.query(PREFIX + "listener", ["name"])[2]["results"])
    status, text, body = client.query(PREFIX + "router.link", ["linkDir", "creditAvailable", "nosuch"])
    same(["linkDir", "creditAvailable", "name"], body["attributeNames"])
    same(["in", "out"], sorted(link[0] for link in body["results"]))

    made = {"operation": "CREATE", "type": PREFIX + "router.config.address", "name": "made1"}
    status, text, body = client.ask(made, {"prefix": "made", "distribution": "multicast"})
    same((201, "Created", "made", -1), (status, text, body["prefix"], body["priority"]))
    same((400, "Name conflicts with an existing entity", None), client.ask(made, {"prefix": "other"}))
    read = client.ask({"operation": "READ", "type": PREFIX + "router.config.address", "name": "made1"})
    same(body, read[2])
    same((204, "No Content", {}),
         client.ask({"operation": "DELETE", "type": PREFIX + "router.config.address", "name": "made1"}))

    same((200, "debug+"), (lambda reply: (reply[0], reply[2]["enable"]))(client.ask(
        {"operation": "UPDATE", "type": PREFIX + "log", "name": "log/ROUTER"}, {"enable": "debug+"})))
    same({PREFIX + "listener": ["CREATE", "DELETE", "READ"]}, client.ask(
        {"name": "self", "type": "org.amqp.management", "operation": "GET-OPERATIONS",
         "entityType": PREFIX + "listener"})[2])
    same((501, {}), client.ask({"operation": "FROBNICATE", "type": PREFIX + "listener", "name": "amqp"})[::2])
    same("org.apache.qpid.dispatch", client.ask({"operation": "get-schema"})[2]["prefix"])

    for identity in ("text", 5, ulong(7), uuid4()):
        request = Message(address="$management", reply_to=client.client.reply_to, correlation_id=identity)
        request.properties = {"operation": "GET-MGMT-NODES"}
        client.client.sender.send(request)
        client.client.receiver.flow(1)
        client.connection.wait(lambda: client.client.response, msg="reply")
        same(identity, client.client.response.correlation_id)
        client.client.response = None
    client.connection.close()
    print("done")


if __name__ == "__main__":
    main(sys.argv[1])
