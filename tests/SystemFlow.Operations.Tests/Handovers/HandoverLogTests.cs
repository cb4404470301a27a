using Microsoft.Extensions.Options;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Handovers;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Handovers;

public sealed class HandoverLogOnFilesTests() : HandoverLogTests(new FileStore());

public sealed class HandoverLogOnPostgresTests(Postgres server) : HandoverLogTests(new ServerStore(server));

public abstract class HandoverLogTests(TestStore store) : StoreTests(store)
{
    private const string Ann = "Ann Other, site lead";
    private const string Jo = "Jo Smith, site lead";

    private static readonly Handover Night = new(0, A.Monday9am, Ann, "A quiet night.", "Ward 4 is short of one nurse.");

    [Fact]
    public async Task Give_ByTwoProcessesAtOnce_GivesEachItsOwnNumber()
    {
        HandoverLog[] logs = [Open().Log, Open().Log];

        var given = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => logs[i % 2].GiveAsync(Night, Cancelled)));

        Assert.Equal(Enumerable.Range(1, 10), given.Select(handover => handover.Number).Order());
    }

    [Fact]
    public async Task Take_ByTwoProcesses_IsTheFirsts()
    {
        var (one, other) = (Open().Log, Open().Log);
        var given = await one.GiveAsync(Night, Cancelled);

        Assert.True(await one.TakeAsync(given.Number, Jo, A.Monday9am.AddMinutes(5), Cancelled));
        Assert.False(await other.TakeAsync(given.Number, Ann, A.Monday9am.AddMinutes(6), Cancelled));
        Assert.False(await other.TakeAsync(9, Ann, A.Monday9am.AddMinutes(6), Cancelled));

        var read = Assert.Single(await other.ReadAsync(A.Monday9am.AddHours(1), 10, null, Cancelled));
        Assert.Equal((Night.Happened, Night.Watch, Jo, A.Monday9am.AddMinutes(5)), (read.Happened, read.Watch, read.TakenBy, read.TakenAt));
    }

    [Fact]
    public async Task Read_AtAPastMoment_KnowsNothingOfWhatCameLater()
    {
        var (log, events) = Open();
        await log.GiveAsync(Night, Cancelled);
        await log.GiveAsync(Night with { At = A.Monday9am.AddHours(12), Happened = "A busy day.", Watch = "" }, Cancelled);
        await log.TakeAsync(1, Jo, A.Monday9am.AddHours(1), Cancelled);

        Assert.Null(Assert.Single(await log.ReadAsync(A.Monday9am.AddMinutes(1), 10, null, Cancelled)).TakenBy);
        Assert.Equal([2, 1], (await log.ReadAsync(A.Monday9am.AddDays(1), 10, null, Cancelled)).Select(handover => handover.Number));
        Assert.Equal("A quiet night.", Assert.Single(await log.ReadAsync(A.Monday9am.AddDays(1), 10, 1, Cancelled)).Happened);
        var lines = await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion { Kind = JournalKind.Handover }, 10, Cancelled);
        Assert.Equal(
            ["Taken over.", "A busy day.", "A quiet night. To watch: Ward 4 is short of one nurse."], lines.Select(line => line.Entry.Words));
    }

    private (HandoverLog Log, EventLog Events) Open()
    {
        var events = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), new ManualTime(A.Monday9am));
        return (new HandoverLog(events), events);
    }
}
