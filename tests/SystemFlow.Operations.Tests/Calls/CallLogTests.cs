using System.Data.Common;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Calls;

public sealed class CallLogOnFilesTests() : CallLogTests(new FileStore());

public sealed class CallLogOnPostgresTests(Postgres server) : CallLogTests(new ServerStore(server));

public abstract class CallLogTests(TestStore store) : StoreTests(store)
{
    private const string Call = "2026-01-05T1100";
    private static readonly DateTimeOffset At = A.Monday9am.AddHours(2);

    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public async Task Freeze_TwoProgramsAtOnce_KeepOnePack_AndOneLineOfTheJournal()
    {
        var events = Open();
        CallLog[] logs = [new(events), new(Open())];

        var kept = await Task.WhenAll(logs.Select((log, index) => log.FreezeAsync(Pack($"{{\"by\":{index}}}"), Cancelled)));

        Assert.Single(kept, true);
        var pack = (await logs[0].FindAsync(Call, Cancelled))!;
        Assert.Equal($"{{\"by\":{Array.IndexOf(kept, true)}}}", pack.Json);
        Assert.True(pack.IsIntact);
        var line = Assert.Single(await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion(), 10, Cancelled)).Entry;
        Assert.Equal(($"/calls/{Call}", "Call of 5 January 2026, 11:00", "Pack frozen", JournalEntry.Program), (line.Subject, line.Title, line.Words, line.By));
    }

    [Fact]
    public async Task Freeze_ThenOpenedAgain_HasThePack_AndTakesNoOther()
    {
        await new CallLog(Open()).FreezeAsync(Pack("{}"), Cancelled);

        var log = new CallLog(Open());

        Assert.False(await log.FreezeAsync(Pack("{\"other\":1}"), Cancelled));
        Assert.Equal(("{}", At.AddSeconds(65)), ((await log.FindAsync(Call, Cancelled))!.Json, (await log.FindAsync(Call, Cancelled))!.FrozenAt));
    }

    [Fact]
    public async Task Keep_Lines_AreInOrder_EachWithItsLineOfTheJournal_AndTold()
    {
        var events = Open();
        var log = new CallLog(events);
        List<string> told = [];
        log.Changed += told.Add;

        await KeepAsync(log, Line(CallLineKind.Chair));
        await KeepAsync(log, Line(CallLineKind.Attendance, "Sam Lee, manager") with { Organisation = "RWH01", Place = A.Lister, Attendance = Attendance.Present });
        await KeepAsync(log, Line(CallLineKind.Attendance) with { Organisation = "Ambulance service", Attendance = Attendance.Apologies });
        await KeepAsync(log, Line(CallLineKind.Decision, "Open 6 beds"));
        await KeepAsync(log, Line(CallLineKind.Decision, "Open 8 beds") with { Corrects = 4 });

        var lines = await log.LinesAsync(Call, Cancelled);
        Assert.Equal([1, 2, 3, 4, 5], lines.Select(line => line.Number));
        Assert.Equal(("RWH01", A.Lister, Attendance.Present), (lines[1].Organisation, lines[1].Place!.Value, lines[1].Attendance!.Value));
        Assert.Equal(5, told.Count);
        Assert.Equal(
            [
                "Decision Open 8 beds (corrects line 4: Open 6 beds) ", "Decision Open 6 beds ", "Attendance Ambulance service: Apologies ",
                "Attendance Present: Sam Lee, manager RWH01", "Call Ann took the chair ",
            ],
            (await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion(), 10, Cancelled)).Select(line => $"{line.Entry.Kind} {line.Entry.Words} {line.Entry.Place}"));
    }

    [Fact]
    public async Task Keep_ARefusal_KeepsNothing()
    {
        var log = new CallLog(Open());

        var refusal = await log.KeepAsync(Call, _ => "The call is over.", Cancelled);

        Assert.Equal("The call is over.", refusal);
        Assert.Empty(await log.LinesAsync(Call, Cancelled));
    }

    [Fact]
    public async Task Keep_ManyAtOnce_EachSeesWhatWasKeptBefore()
    {
        var log = new CallLog(Open());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => log.KeepAsync(
            Call, record => record.Chair is null ? Line(CallLineKind.Chair) with { By = $"Person {index}" } : "Taken.", Cancelled)));

        Assert.Single(answers, answer => answer is null);
        Assert.Single(await log.LinesAsync(Call, Cancelled));
    }

    [Fact]
    public async Task Newest_ListsCallsWithAPackOrALine_NewestFirst()
    {
        var log = new CallLog(Open());
        await log.FreezeAsync(Pack("{}"), Cancelled);
        await log.KeepAsync("2026-01-05T1500", _ => Line(CallLineKind.Chair) with { Call = "2026-01-05T1500" }, Cancelled);

        var calls = await log.NewestAsync(10, Cancelled);

        Assert.Equal([("2026-01-05T1500", false, "Ann"), (Call, true, null)], calls.Select(call => (call.Id, call.FrozenAt is not null, call.Record.Chair)));
    }

    [Theory]
    [InlineData("UPDATE call_packs SET pack = ''")]
    [InlineData("UPDATE call_lines SET line = ''")]
    [InlineData("DELETE FROM call_lines")]
    [InlineData("DELETE FROM call_packs")]
    public async Task Kept_IsNeitherChangedNorRemoved(string sql)
    {
        var log = new CallLog(Open());
        await log.FreezeAsync(Pack("{}"), Cancelled);
        await KeepAsync(log, Line(CallLineKind.Chair));

        Assert.ThrowsAny<DbException>(() => Store.Execute("events", sql));
    }

    private EventLog Open() => new(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), _time);

    private static FrozenPack Pack(string json) => new(Call, At, At.AddSeconds(65), json, FrozenPack.HashOf(json));

    private static CallLine Line(CallLineKind kind, string words = "") => new(0, Call, At, "Ann", kind, words);

    private static async Task KeepAsync(CallLog log, CallLine line) => Assert.Null(await log.KeepAsync(Call, _ => line, Cancelled));
}
