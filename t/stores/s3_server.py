#!/usr/bin/python3
"""A strict S3 server for tests: OpenStack Swift with its s3api, all of it in this one process. It keeps its files in the
given directory and says on standard output when it listens.

    s3_server.py DIRECTORY PORT KEY SECRET BUCKET LOCATION"""
import os
import sys

os.environ["EVENTLET_NO_GREENDNS"] = "yes"
import eventlet

eventlet.monkey_patch()
from eventlet import wsgi
from swift.common.ring import RingBuilder
from swift.common.wsgi import loadapp

DIRECTORY, PORT, KEY, SECRET, BUCKET, LOCATION = sys.argv[1:]
COMMON = f"""[DEFAULT]
swift_dir = {DIRECTORY}
devices = {DIRECTORY}/devices
mount_check = false
log_level = ERROR
workers = 0
"""
BACK = COMMON + """
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""
FRONT = COMMON + f"""
[pipeline:main]
pipeline = s3api tempauth proxy-server
[filter:s3api]
use = egg:swift#s3api
location = {LOCATION}
[filter:tempauth]
use = egg:swift#tempauth
user_{KEY.replace(":", "_")} = {SECRET} .admin
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
"""


class Memory:
    """What the parts expect of memcached."""

    def __init__(self):
        self.values = {}

    def get(self, key, *_, **__):
        return self.values.get(key)

    def set(self, key, value, *_, **__):
        self.values[key] = value

    def delete(self, key, *_, **__):
        self.values.pop(key, None)

    def incr(self, key, delta=1, *_, **__):
        self.values[key] = self.values.get(key, 0) + delta
        return self.values[key]


class Quiet:
    def write(self, text):
        pass

    def flush(self):
        pass


def serve(socket, app):
    eventlet.spawn(wsgi.server, socket, app, log=Quiet(), log_output=False, protocol=wsgi.HttpProtocol)


def load(name, text):
    path = f"{DIRECTORY}/{name}.conf"
    with open(path, "w") as file:
        file.write(text)
    return loadapp(path, allow_modify_pipeline=False) if name == "proxy" else loadapp(path)


def ring(name, port):
    """Of one device, as small as a ring can be."""
    builder = RingBuilder(2, 1, 0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "disk", "weight": 1,
                     "replication_ip": "127.0.0.1", "replication_port": port})
    builder.rebalance()
    builder.get_ring().save(f"{DIRECTORY}/{name}.ring.gz")


def make_bucket():
    from swift.common.swob import Request

    path = f"/v1/AUTH_{KEY.split(':')[0]}/{BUCKET}"
    request = Request.blank(path, environ={"REQUEST_METHOD": "PUT", "swift.cache": memory, "swift_owner": True})
    response = request.get_response(bare)
    assert response.is_success, response.status


os.makedirs(f"{DIRECTORY}/devices/disk", exist_ok=True)
with open(f"{DIRECTORY}/swift.conf", "w") as file:
    file.write("[swift-hash]\nswift_hash_path_suffix = tests\n")
import swift.common.utils as utils

utils.SWIFT_CONF_FILE = f"{DIRECTORY}/swift.conf"
utils.HASH_PATH_SUFFIX = b"tests"

sockets = {name: eventlet.listen(("127.0.0.1", 0)) for name in ("account", "container", "object")}
for name, socket in sockets.items():
    ring(name, socket.getsockname()[1])
    serve(socket, load(name, BACK.format(name=name)))
memory = Memory()
proxy = load("proxy", FRONT)
bare = proxy
while hasattr(bare, "app"):
    bare = bare.app
make_bucket()


def front(environment, start_response):
    environment["swift.cache"] = memory
    return proxy(environment, start_response)


front_socket = eventlet.listen(("127.0.0.1", int(PORT)))
serve(front_socket, front)
print(front_socket.getsockname()[1], flush=True)
while True:
    eventlet.sleep(3600)
