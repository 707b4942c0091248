"""What the database guards, declared on the model and carried by makemigrations like any other constraint.

RowAccess   which rows a part may read, add, change and delete; every change is recorded (models.Change)
Owners      the columns that say whose row it is: never changed, and unique with the id so that children can be tied
Fixed       columns that never change once they are set
While       columns that change only while the row is in some states
SameOwners  a child's owner columns are those of its parent (composite foreign key)
Steps       the states a row goes through: from, to, and the parts that may take the step
Under       rows are added only while their parent meets a condition, and it keeps meeting it until they are there
AppendOnly  rows are written once
Kept        rows are removed when their term has passed, and what history kept of them goes along
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, BooleanField, Model
from django.db.models.expressions import RawSQL
from django.utils.deconstruct import deconstructible

from .roles import LOG_INS, OF_ACTOR, OWNER, PARTS, SYSTEM

# What a policy may say of the actor. Plain stable SQL functions: PostgreSQL inlines them, evaluates them once per index
# scan, and plans with the tenant's real size (inside `(SELECT ...)` it would have to guess).
NAMES = {name: f"portal.{name}()" for name in OF_ACTOR}
ALL = "true"

# Whoever only looks on for her organisation (organisations.enums.ONLOOKERS) writes nothing.
COMMANDS = {
    "read": ("SELECT", "USING ({0})"),
    "add": ("INSERT", "WITH CHECK (({0}) AND NOT portal.looks_on())"),
    "change": ("UPDATE", "USING ({0}) WITH CHECK (({0}) AND NOT portal.looks_on())"),
    "delete": ("DELETE", "USING (({0}) AND NOT portal.looks_on())"),
}


@deconstructible(path="mkbroute.access.policies.Only")
class Only:
    """A condition, for some columns only: Only("id = {signing}", "state", "signed_at")."""

    def __init__(self, condition: str, *columns: str) -> None:
        self.condition = condition
        self.columns = columns

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Only) and (self.condition, self.columns) == (other.condition, other.columns)

    def __hash__(self) -> int:
        return hash((self.condition, self.columns))

    def __str__(self) -> str:
        return self.condition


class _Guard(BaseConstraint):
    """A constraint that is made after the table, by statements of its own."""

    def _sql(self, model: type[Model]) -> Iterator[str]:
        raise NotImplementedError

    def create_sql(self, model, schema_editor):
        return _statement(model, ";\n".join(self._sql(model)))

    def constraint_sql(self, model, schema_editor):
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def validate(self, *args, **kwargs):
        """The database is the judge."""

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    def __hash__(self):
        return hash((type(self), self.name))


class RowAccess(_Guard):
    """`read`, `add`, `change`, `delete`: {part: SQL condition on a row}. A part not named sees and may do nothing.

    Each part gets its own policy (TO role), so PostgreSQL never has to OR the parties of a tripartite agreement
    together and every condition stays one indexable comparison.
    """

    def __init__(self, *, name, read=None, add=None, change=None, delete=None, recorded=True):
        super().__init__(name=name)
        self.rules = {"read": read or {}, "add": add or {}, "change": change or {}, "delete": delete or {}}
        self.recorded = recorded

    def _sql(self, model):
        table = _table(model)
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        for role in (OWNER, SYSTEM):
            yield f"CREATE POLICY {role} ON {table} TO {role} USING (true) WITH CHECK (true)"
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM}"
        for kind, role, rule in self._rules():
            command, clause = COMMANDS[kind]
            yield f"GRANT {command}{_columns(model, rule)} ON {table} TO {role}"
            condition = str(rule).format(**NAMES)
            yield f"CREATE POLICY {role}_{kind} ON {table} FOR {command} TO {role} {clause.format(condition)}"
        if self.recorded:
            yield (
                f"CREATE TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION portal.record_change()"
            )

    def _rules(self) -> Iterator[tuple[str, str, "str | Only"]]:
        for kind, rules in self.rules.items():
            for role, rule in rules.items():
                yield kind, role, rule

    def remove_sql(self, model, schema_editor):
        """No policies left, and still forced: nobody sees anything."""
        table = _table(model)
        return _statement(
            model,
            f"""DO $do$ DECLARE p name; BEGIN
            FOR p IN SELECT polname FROM pg_policy WHERE polrelid = '{table}'::regclass LOOP
              EXECUTE 'DROP POLICY ' || quote_ident(p) || ' ON {table}'; END LOOP; END $do$;
            DROP TRIGGER IF EXISTS recorded ON {table};
            REVOKE ALL ON {table} FROM {", ".join((*PARTS, SYSTEM, *LOG_INS))}""",
        )

    def deconstruct(self):
        kwargs = {"name": self.name, **{kind: rules for kind, rules in self.rules.items() if rules}}
        if not self.recorded:
            kwargs["recorded"] = False
        return "mkbroute.access.policies.RowAccess", (), kwargs


class Owners(_Guard):
    """Columns that say whose row it is. Set once; unique with the id, so that `SameOwners` can refer to them."""

    def __init__(self, *, name, fields):
        super().__init__(name=name)
        self.fields = tuple(fields)

    def _sql(self, model):
        table, columns = _table(model), [model._meta.get_field(field).column for field in self.fields]
        changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
        listed = ", ".join(f'"{column}"' for column in columns)
        yield f'ALTER TABLE {table} ADD CONSTRAINT {self.name} UNIQUE ("{model._meta.pk.column}", {listed})'
        yield (
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
            f"EXECUTE FUNCTION portal.refuse('the owner of a row never changes')"
        )

    def remove_sql(self, model, schema_editor):
        table = _table(model)
        return _statement(
            model, f"DROP TRIGGER {self.name} ON {table}; ALTER TABLE {table} DROP CONSTRAINT {self.name}"
        )

    def deconstruct(self):
        return "mkbroute.access.policies.Owners", (), {"name": self.name, "fields": self.fields}


class Fixed(_Guard):
    """Columns that are set once: from empty to a value, never to another value."""

    def __init__(self, *, name, fields):
        super().__init__(name=name)
        self.fields = tuple(fields)

    def _sql(self, model):
        columns = [model._meta.get_field(field).column for field in self.fields]
        changed = " OR ".join(
            f'(OLD."{name}"::text <> \'\' AND OLD."{name}" IS DISTINCT FROM NEW."{name}")' for name in columns
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {_table(model)} FOR EACH ROW WHEN ({changed}) "
            "EXECUTE FUNCTION portal.refuse('this is set once')"
        )

    def remove_sql(self, model, schema_editor):
        return _statement(model, f"DROP TRIGGER {self.name} ON {_table(model)}")

    def deconstruct(self):
        return "mkbroute.access.policies.Fixed", (), {"name": self.name, "fields": self.fields}


class While(_Guard):
    """Columns that change only while `field` has one of `states`."""

    def __init__(self, *, name, field, states, fields):
        super().__init__(name=name)
        self.field = field
        self.states = tuple(map(str, states))
        self.fields = tuple(fields)

    def _sql(self, model):
        state, *columns = [model._meta.get_field(name).column for name in (self.field, *self.fields)]
        changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in columns)
        states = ", ".join(f"'{name}'" for name in self.states)
        yield (
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {_table(model)} FOR EACH ROW "
            f'WHEN (OLD."{state}" NOT IN ({states}) AND ({changed})) '
            "EXECUTE FUNCTION portal.refuse('this does not change any more')"
        )

    def remove_sql(self, model, schema_editor):
        return _statement(model, f"DROP TRIGGER {self.name} ON {_table(model)}")

    def deconstruct(self):
        kwargs = {"name": self.name, "field": self.field, "states": self.states, "fields": self.fields}
        return "mkbroute.access.policies.While", (), kwargs


class SameOwners(_Guard):
    """The row's owner columns are those of its parent. `parent` names the foreign key, `fields` the parent's owners.

    Where the parent calls an owner by another name, write "mine=theirs".
    """

    def __init__(self, *, name, parent, fields):
        super().__init__(name=name)
        self.parent = parent
        self.fields = tuple(fields)

    def _sql(self, model):
        parent_field = model._meta.get_field(self.parent)
        parent = parent_field.related_model
        pairs = [(mine, theirs or mine) for mine, _, theirs in (field.partition("=") for field in self.fields)]
        mine = [parent_field.column, *(model._meta.get_field(name).column for name, _ in pairs)]
        theirs = [parent._meta.pk.column, *(parent._meta.get_field(name).column for _, name in pairs)]
        yield (
            f"ALTER TABLE {_table(model)} ADD CONSTRAINT {self.name} FOREIGN KEY ({_listed(mine)}) "
            f"REFERENCES {_table(parent)} ({_listed(theirs)})"
        )

    def remove_sql(self, model, schema_editor):
        return _statement(model, f"ALTER TABLE {_table(model)} DROP CONSTRAINT {self.name}")

    def deconstruct(self):
        kwargs = {"name": self.name, "parent": self.parent, "fields": self.fields}
        return "mkbroute.access.policies.SameOwners", (), kwargs


class Steps(_Guard):
    """The states of a row: {from: {to: (parts)}}. Other steps are refused; the owner and SYSTEM may take all."""

    def __init__(self, *, name, field, steps):
        super().__init__(name=name)
        self.field = field
        self.steps = steps

    def _sql(self, model):
        column = model._meta.get_field(self.field).column
        listed = ", ".join(
            f"'{before}>{after}:{' '.join((OWNER, SYSTEM, *roles))}'"
            for before, steps in self.steps.items()
            for after, roles in steps.items()
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {_table(model)} FOR EACH ROW "
            f'WHEN (OLD."{column}" IS DISTINCT FROM '
            f"NEW.\"{column}\") EXECUTE FUNCTION portal.check_step('{column}', {listed})"
        )

    def remove_sql(self, model, schema_editor):
        return _statement(model, f"DROP TRIGGER {self.name} ON {_table(model)}")

    def deconstruct(self):
        return "mkbroute.access.policies.Steps", (), {"name": self.name, "field": self.field, "steps": self.steps}

    def allows(self, before: str, after: str, role: str | None = None) -> bool:
        parts = self.steps.get(before, {}).get(after)
        return parts is not None and (role is None or role in (OWNER, SYSTEM, *parts))


class Under(_Guard):
    """A row is added only while its parent meets `condition`, in words of the parent's columns.

    The parent stays locked until the transaction ends, so that nobody changes it meanwhile: a policy alone judges it as
    it was when the statement began. `unless`: a column that, once filled, puts the row out of this; emptying it is
    adding the row again.
    """

    def __init__(self, *, name, parent, condition, violation_error_message, unless=""):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.parent = parent
        self.condition = condition
        self.unless = unless

    def _sql(self, model):
        key = model._meta.get_field(self.parent)
        column = f'"{model._meta.get_field(self.unless).column}"' if self.unless else ""
        skip = f"IF NEW.{column} IS NOT NULL THEN RETURN NEW; END IF; " if column else ""
        yield (
            f"CREATE FUNCTION portal.{self.name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = public, pg_temp AS $$ BEGIN {skip}"
            f'PERFORM FROM {_table(key.related_model)} WHERE id = NEW."{key.column}" AND ({self.condition}) FOR SHARE; '
            "IF NOT FOUND THEN RAISE check_violation USING "
            f"MESSAGE = '{self.violation_error_message}', CONSTRAINT = TG_NAME; END IF; RETURN NEW; END $$"
        )
        yield f"REVOKE ALL ON FUNCTION portal.{self.name} FROM PUBLIC"
        events = f"INSERT OR UPDATE OF {column}" if column else "INSERT"
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {events} ON {_table(model)} FOR EACH ROW "
            f"EXECUTE FUNCTION portal.{self.name}()"
        )

    def remove_sql(self, model, schema_editor):
        return _statement(model, f"DROP TRIGGER {self.name} ON {_table(model)}; DROP FUNCTION portal.{self.name}")

    def deconstruct(self):
        kwargs = {
            "name": self.name,
            "parent": self.parent,
            "condition": self.condition,
            "violation_error_message": self.violation_error_message,
        }
        return "mkbroute.access.policies.Under", (), {**kwargs, "unless": self.unless} if self.unless else kwargs


class AppendOnly(_Guard):
    """Written once: the database refuses every update and delete, the owner's too. `removable`: deletes are for the
    `Kept` beside it to judge."""

    def __init__(self, *, name, removable=False):
        super().__init__(name=name)
        self.removable = removable

    def _sql(self, model):
        yield (
            f"CREATE TRIGGER {self.name} BEFORE UPDATE{'' if self.removable else ' OR DELETE'} ON {_table(model)} "
            "FOR EACH ROW EXECUTE FUNCTION portal.refuse('this row is written once')"
        )

    def remove_sql(self, model, schema_editor):
        return _statement(model, f"DROP TRIGGER {self.name} ON {_table(model)}")

    def deconstruct(self):
        kwargs = {"name": self.name, "removable": True} if self.removable else {"name": self.name}
        return "mkbroute.access.policies.AppendOnly", (), kwargs


class Kept(_Guard):
    """A row is removed only when `until` is true, whoever asks: the system and the owner too. `until` is SQL over
    {row}: "portal.agreement_is_due({row}.agreement_id)".

    What history kept of a row that is removed then goes along (portal.forget), and the removal leaves no copy in it.
    `final=False`: rows may go before, by their RowAccess; then history keeps them.
    """

    def __init__(self, *, name, until, final=True):
        super().__init__(name=name)
        self.until = until
        self.final = final

    def _sql(self, model):
        condition = self.until.format(row="OLD")
        if self.final:
            yield (
                f"CREATE TRIGGER {self.name} BEFORE DELETE ON {_table(model)} FOR EACH ROW WHEN (NOT ({condition})) "
                "EXECUTE FUNCTION portal.refuse('this row is kept until its term has passed')"
            )
        # after `recorded`, by their names: what that wrote goes too
        yield (
            f"CREATE TRIGGER unrecorded AFTER DELETE ON {_table(model)} FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION portal.forget()"
        )

    def remove_sql(self, model, schema_editor):
        table = _table(model)
        own = f"DROP TRIGGER {self.name} ON {table}; " if self.final else ""
        return _statement(model, f"{own}DROP TRIGGER unrecorded ON {table}")

    def deconstruct(self):
        kwargs = {"name": self.name, "until": self.until}
        return "mkbroute.access.policies.Kept", (), kwargs if self.final else {**kwargs, "final": False}


def may(kind: str, model: type[Model]) -> RawSQL:
    """For the page, not for the guard: may the actor change / delete this row? From the same rule.

    Agreement.objects.annotate(may_change=may("change", Agreement))
    """
    rules = row_access(model).rules[kind]
    table, key = _table(model), model._meta.pk.column
    cases = " ".join(f"WHEN '{role}' THEN {str(rule).format(**NAMES)}" for role, rule in rules.items())
    verdict = f"CASE current_user {cases} ELSE false END" if cases else "false"
    sql = f'EXISTS (SELECT FROM {table} r WHERE r."{key}" = {table}."{key}" AND {verdict})'
    return RawSQL(sql, [], BooleanField())


def row_access(model: type[Model]) -> RowAccess:
    return next(constraint for constraint in model._meta.constraints if isinstance(constraint, RowAccess))


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _columns(model: type[Model], rule: "str | Only") -> str:
    if not isinstance(rule, Only):
        return ""
    columns: list[Any] = [model._meta.get_field(name) for name in rule.columns]
    return f" ({_listed([field.column for field in columns])})"


def _statement(model: type[Model], sql: str) -> Statement:
    if "%" in sql:
        raise ValueError("Django would take a percent sign for a placeholder: use position() or starts_with()")
    return Statement(sql, table=Table(model._meta.db_table, str))
