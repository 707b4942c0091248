# One image for web, worker, beat and migrations: the command says which (mkbroute/run.py).

FROM python:3.12-slim AS packages
WORKDIR /portal
RUN python -m venv .venv
COPY requirements/base.txt requirements/
RUN .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/base.txt

FROM python:3.12-slim
# Pango lays out the PDFs of WeasyPrint; the fonts are for signs that the portal's own font lacks.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /var/lib/mkbroute
WORKDIR /portal
COPY --from=packages /portal/.venv .venv
COPY . .
ENV PATH=/portal/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=mkbroute.settings \
    VAR_DIR=/var/lib/mkbroute \
    STATIC_ROOT=/portal/static-collected \
    BIND=0.0.0.0:8000
# The settings want an environment, but collecting files connects to nothing.
RUN python -m compileall -q . \
 && SECRET_KEY=build SITE_URL=http://localhost REDIS_URL=redis://none SMTP_URL=smtp://none \
    DATABASE_URL=postgresql://none/none python -m mkbroute.run collectstatic
USER portal
VOLUME /var/lib/mkbroute
EXPOSE 8000
ENTRYPOINT ["python", "-m", "mkbroute.run"]
CMD ["web"]
