import os, sys, time, resource, threading
from datetime import timedelta
import pytest
from django.db import connection
from django.utils.timezone import localdate
from mkbroute.access.actor import SYSTEM, acting_as
from matching.models import *
from matching.services.runs import compute_run, ask_run
from matching.services.rounds import close_round, close_now
from matching.enums import RunObjective
from tests.matching import rounds, stage

pytestmark = pytest.mark.django_db(transaction=True)
N=int(os.environ.get("N","100000")); P=N//5

def sql(text, *params):
    with connection.cursor() as c:
        c.execute(text, params)

def peak():
    for line in open("/proc/self/status").read().split("\n"):
        if line.startswith("VmHWM"): return int(line.split()[1])//1024

def test_measure():
    tenant=stage.tenant()
    r=rounds.planned(tenant)
    position=stage.offered(tenant, capacity=5)
    person, application = stage.admitted(tenant)
    from tests.databases import logged_in_as
    with logged_in_as("portal_owner"):
        sql("SET statement_timeout=0")
        for t in ("matching_application","matching_position","matching_offer","matching_preference"):
            sql(f"ALTER TABLE {t} DISABLE TRIGGER USER")
        sql(f"INSERT INTO organisations_user (email,password,is_active) SELECT 'x'||i||'@v.test','!',true FROM generate_series(1,{N}) i")
        cols=lambda m,skip: ", ".join(f'"{f.column}"' for f in m._meta.concrete_fields if f.column not in skip)
        a=cols(Application,("id","public_id","student_id"))
        sql(f"INSERT INTO matching_application (public_id, student_id, {a}) SELECT gen_random_uuid(), u.id, {', '.join('a.'+c for c in a.split(', '))} FROM organisations_user u, matching_application a WHERE a.id={application.pk} AND u.email LIKE 'x%%@v.test'")
        p=cols(Position,("id","public_id"))
        sql(f"INSERT INTO matching_position (public_id, {p}) SELECT gen_random_uuid(), {', '.join('p.'+c for c in p.split(', '))} FROM matching_position p, generate_series(1,{P}) WHERE p.id={position.pk}")
        o=cols(Offer,("id","position_id"))
        sql(f"INSERT INTO matching_offer (position_id, {o}) SELECT p.id, {', '.join('o.'+c for c in o.split(', '))} FROM matching_position p, matching_offer o WHERE o.position_id={position.pk} AND p.id>{position.pk}")
        sql("SET work_mem='256MB'")
        sql(f"""CREATE TEMP TABLE aa AS SELECT row_number() OVER () n, id, student_id FROM matching_application WHERE id>{application.pk};
          CREATE TEMP TABLE oo AS SELECT row_number() OVER () n, id, position_id FROM matching_offer WHERE position_id>{position.pk}; CREATE INDEX ON oo(n)""")
        sql(f"""INSERT INTO matching_preference (application_id, offer_id, position_id, route_id, hogeschool_id, organisation_id, student_id, by, rank, unsuitable, reason, changed_at)
          SELECT DISTINCT ON (x.id, oo.id, s.by) x.id, oo.id, oo.position_id, {tenant.route.pk}, {tenant.hogeschool.pk}, {tenant.company.pk}, x.student_id, s.by, CASE WHEN s.by='student' THEN (x.k+1)/2 ELSE (x.n %% 20)+1 END, false, '', now()
          FROM (SELECT aa.*, k, 1+floor(random()*{P})::int AS pick FROM aa, generate_series(1,8) k) x JOIN oo ON oo.n=x.pick, (VALUES ('student'),('company')) s(by)""")
        sql("ANALYZE")
        for t in ("matching_application","matching_position","matching_offer","matching_preference"):
            sql(f"ALTER TABLE {t} ENABLE TRIGGER USER")
    with acting_as(SYSTEM):
        print("preferences", Preference.objects.count(), "peak MB before", peak())
    with acting_as(tenant.coordinator.actor):
        close_now(r, who="x")
    t=time.time()
    with acting_as(SYSTEM):
        close_round(r.pk)
    print("close", round(time.time()-t,1), "s; peak MB", peak())
    with acting_as(tenant.coordinator.actor):
        run=ask_run(r, objective=os.environ.get("O","stable"), close_short=False, who="x", seed=7)
    told=[]
    stop=False
    t=time.time()
    compute_run(run.pk)
    print("compute", round(time.time()-t,1), "s; peak MB", peak())
    run=stage.now(run)
    print(run.state, run.error, run.summary)
    with acting_as(SYSTEM):
        k=RunInputs.objects.get(run=run); print("stored", len(k.instance), len(k.result), RunPerson.objects.filter(run=run).count())
