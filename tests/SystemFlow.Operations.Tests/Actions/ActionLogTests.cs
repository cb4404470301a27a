using Dapper;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Actions;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Actions;

public sealed class ActionLogOnFilesTests() : ActionLogTests(new FileStore());

public sealed class ActionLogOnPostgresTests(Postgres server) : ActionLogTests(new ServerStore(server));

public abstract class ActionLogTests(TestStore store) : StoreTests(store)
{
    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public async Task Give_CountsUp_AcrossAStart()
    {
        var first = await GiveAsync(Open().Log, "One");
        var second = await GiveAsync(Open().Log, "Two");

        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal(["One", "Two"], Open().Log.Current.Select(action => action.What));
    }

    [Fact]
    public async Task Give_ByTwoProcesses_GivesEachItsOwnNumber()
    {
        var (one, other) = (Open().Log, Open().Log);

        var first = await GiveAsync(one, "One");
        var second = await GiveAsync(other, "Two");

        Assert.Equal((1, 2), (first.Number, second.Number));
    }

    [Fact]
    public async Task Give_ByTwoProcessesAtOnce_GivesEachItsOwnNumber()
    {
        ActionLog[] logs = [Open().Log, Open().Log];

        var given = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => GiveAsync(logs[i % 2], $"Number {i}")));

        Assert.Equal(Enumerable.Range(1, 20), given.Select(action => action.Number).Order());
        Assert.Equal(given.OrderBy(action => action.Number).Select(action => action.What), Open().Log.Current.Select(action => action.What));
    }

    [Fact]
    public async Task Give_UnderANumberThatIsAnothers_IsRefusedByTheTable()
    {
        var log = Open().Log;
        await GiveAsync(log, "Theirs");

        await Assert.ThrowsAsync<EventLogException>(() => log.GiveAsync(_ => SampleChange.Given(1, "Ours", _time.GetUtcNow()), Cancelled));

        Assert.Equal(["Theirs"], Open().Log.Current.Select(action => action.What));
    }

    [Fact]
    public async Task Change_ByTwoProcesses_TheSecondSeesWhatTheFirstDid()
    {
        var (one, other) = (Open().Log, Open().Log);
        await GiveAsync(one, "One");
        await DoAsync(one, 1, ActionLineKind.Done, "Six are open.", "Ann", version: 1);

        var late = await DoAsync(other, 1, ActionLineKind.Declined, "No staff.", "Bob", version: 1);

        Assert.StartsWith("Ann changed it before you", late.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_KeepsItsMessageAndItsLineOfTheJournal_AndSaysSo()
    {
        var (log, events) = Open();
        var (changed, added) = (new List<int>(), 0);
        log.Changed += action => changed.Add(action.Number);
        events.Added += () => added++;

        await GiveAsync(log, "Open 6 beds");

        Assert.Equal([1], changed);
        Assert.Equal(1, added);
        Assert.Equal("action/1/1/given/lead/email", Assert.Single(await events.ReadAsync(null, null, 10, Cancelled)).Message.Id);
        var line = Assert.Single(await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion(), 10, Cancelled)).Entry;
        Assert.Equal(("/actions/1", "Open 6 beds", JournalKind.Action), (line.Subject, line.Title, line.Kind));
    }

    [Fact]
    public async Task Keep_WhereTheOutboxIsFull_KeepsNothingOfIt()
    {
        var (log, _) = Open();
        Refuse("outbox");

        await Assert.ThrowsAsync<EventLogException>(() => GiveAsync(log, "Open 6 beds"));

        Assert.Empty(log.Current);
        Assert.Empty(Open().Log.Current);
    }

    [Fact]
    public async Task AsAt_GivesTheListAsItStoodThen()
    {
        var (log, _) = Open();
        await GiveAsync(log, "One");
        _time.Advance(TimeSpan.FromMinutes(10));
        await GiveAsync(log, "Two");
        _time.Advance(TimeSpan.FromMinutes(10));
        await DoAsync(log, 1, ActionLineKind.Done, "Six are open.");

        Assert.Empty(await log.AsAtAsync(A.Monday9am.AddTicks(-1), Cancelled));
        Assert.Equal([(1, ActionStatus.Open)], await StatesAtAsync(0));
        Assert.Equal([(1, ActionStatus.Open), (2, ActionStatus.Open)], await StatesAtAsync(19));
        Assert.Equal([(1, ActionStatus.Done), (2, ActionStatus.Open)], await StatesAtAsync(20));

        async Task<IEnumerable<(int, ActionStatus)>> StatesAtAsync(int minutes) =>
            (await log.AsAtAsync(A.Monday9am.AddMinutes(minutes), Cancelled)).Select(action => (action.Number, action.Status));
    }

    [Fact]
    public async Task AsAt_AMonthLater_IsTheSame()
    {
        var (log, _) = Open();
        await GiveAsync(log, "One");
        var then = await log.AsAtAsync(A.Monday9am.AddMinutes(5), Cancelled);
        _time.Advance(TimeSpan.FromDays(31));
        await DoAsync(log, 1, ActionLineKind.Done, "Six are open.");

        Assert.Equal(Text(then), Text(await Open().Log.AsAtAsync(A.Monday9am.AddMinutes(5), Cancelled)));
    }

    [Fact]
    public async Task Change_ByTwoAtOnce_OneIsDone_AndTheOtherIsToldWhatTheFirstDid()
    {
        var (log, _) = Open();
        await GiveAsync(log, "One");

        var answers = await Task.WhenAll(
            DoAsync(log, 1, ActionLineKind.Done, "Six are open.", "Ann", version: 1),
            DoAsync(log, 1, ActionLineKind.Declined, "No staff.", "Bob", version: 1));

        var refused = Assert.Single(answers, answer => answer.Refusal is not null);
        var kept = Assert.Single(answers, answer => answer.Refusal is null);
        Assert.StartsWith($"{kept.Action!.Lines[^1].By} changed it before you", refused.Refusal, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(log.Current).Lines.Length);
    }

    [Fact]
    public async Task Find_ClosedLongAgo_IsOnDiskStill_AndCanBeReopened()
    {
        var (log, _) = Open();
        await GiveAsync(log, "One");
        await DoAsync(log, 1, ActionLineKind.Done, "Six are open.");
        _time.Advance(ActionLog.ClosedShown + TimeSpan.FromDays(1));
        var later = Open().Log;

        Assert.Empty(later.Current);
        Assert.Equal("One", (await later.FindAsync(1, Cancelled))?.What);
        Assert.Null((await DoAsync(later, 1, ActionLineKind.Reopened, "Closed again.")).Refusal);
        Assert.True(Assert.Single(later.Current).IsOpen);
        Assert.Equal("There is no action 9.", (await DoAsync(later, 9, ActionLineKind.Accepted, "")).Refusal);
    }

    private (ActionLog Log, EventLog Events) Open()
    {
        var events = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), _time);
        return (new ActionLog(events, _time), events);
    }

    private void Refuse(string table)
    {
        var database = Store.ByHand("events");
        database.Write(inner => inner.Execute(database.Dialect.Refuse(table, "disk_full", "NEW.id IS NOT NULL", "database or disk is full")));
    }

    private static string Text(IEnumerable<JointAction> actions) => System.Text.Json.JsonSerializer.Serialize(actions);

    private Task<JointAction> GiveAsync(ActionLog log, string what) => log.GiveAsync(number => SampleChange.Given(number, what, _time.GetUtcNow()), Cancelled);

    private Task<ActionKept> DoAsync(ActionLog log, int number, ActionLineKind kind, string words, string by = "Ann", int? version = null) => log.ChangeAsync(
        number,
        before =>
        {
            var now = _time.GetUtcNow();
            var command = new ActionCommand(version ?? before.Version, by, kind, words) { Due = now.AddHours(1) };
            var (after, refusal) = ActionRules.Apply(before, command, now);
            return (after is null ? null : new ActionChange(after, [], null), refusal);
        },
        Cancelled);
}
