import io, time, resource, json
from exchange.streams import received, ndjson_rows, Body
from exchange.shape import Shape
from exchange.commands import *
from exchange.models import *
from catalog.queries.assets import asset_get
from django.db import connection
import pytest

def test_all(room):
    a=room.asset(name="client",fields=[{"name":"id","type":"integer"},{"name":"nom","type":"string"},{"name":"prix","type":"decimal"},{"name":"d","type":"datetime"}])
    N=100000
    body=b"".join(json.dumps({"id":i,"nom":f"client {i}","prix":i/4,"d":"2026-01-01T10:00:00Z"}).encode()+b"\n" for i in range(N))
    t=time.time()
    b=Body(io.BytesIO(body))
    shape=Shape.of(asset_get(room["producer"],a))
    with received(shape, ndjson_rows(io.BufferedReader(b,65536)), b.fingerprint) as r:
        print("received",time.time()-t)
        s=submission_store(actor=room["producer"],asset_id=a,received=r,key="k")
        print("stored",time.time()-t)
        assert submission_store(actor=room["producer"],asset_id=a,received=r,key="k")==s
    t=time.time()
    submission_decide(actor=room["owner"],submission_id=s,verdict="accepted")
    print("decided",time.time()-t)
    t=time.time()
    raw=asset_copy(actor=room["engineer"],source_id=a,system="datalake")
    x=transfer_run(actor=room["engineer"],source_id=a,target_id=raw)
    print("transfer",time.time()-t, Transfer.objects.filter(pk=x).values())
    assert Brick.objects.filter(asset=raw).count()==N
    t=time.time()
    x=transfer_run(actor=room["engineer"],source_id=a,target_id=raw)
    print("again",time.time()-t, Transfer.objects.filter(pk=x).values())
    assert Brick.history.count()==3*N
    from lineage.models import Origin
    print(Origin.objects.values())
    t=time.time(); connection.check_constraints(); print("constraints", time.time()-t)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
