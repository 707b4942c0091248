"""gunicorn, as it reads it: `gunicorn --config python:mkbroute.web_server mkbroute.wsgi`.

Threads under WSGI, because ASGI served the same page at 0.4 times the speed.
"""

from pathlib import Path

from . import environment

bind = environment.text("BIND", "127.0.0.1:8000")
workers = environment.number("WEB_WORKERS", 2)
threads = environment.number("WEB_THREADS", 2)
worker_class = "gthread"
preload_app = True  # imported once, shared by the workers
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a slow disk would look like a hanging worker
