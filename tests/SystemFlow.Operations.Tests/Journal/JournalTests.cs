using System.Data.Common;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Journal;

public sealed class JournalOnFilesTests() : JournalTests(new FileStore())
{
    [Fact]
    public Task Line_WithWhatIsNoMoment_IsBroken() => BrokenAsync("UPDATE journal SET at = 'yesterday' WHERE number = 2", 2);
}

public sealed class JournalOnPostgresTests(Postgres server) : JournalTests(new ServerStore(server))
{
    [Fact]
    public async Task CheckServer_ReadsItFromOutside_AndChangesNothing()
    {
        await DeclareAsync(A.Lister, "First");

        Assert.Equal((1L, null), Operations.Journal.Journal.CheckServer(Store.Open().ConnectionString!) is var check ? (check.Lines, check.Broken) : default);
    }

    [Fact]
    public void CheckServer_WhereThereIsNone_SaysSo() => Assert.StartsWith(
        "The journal in PostgreSQL cannot be read", Assert.Throws<FormatException>(() => Operations.Journal.Journal.CheckServer("Host=127.0.0.1;Port=1;Database=none;Timeout=1")).Message,
        StringComparison.Ordinal);
}

public abstract class JournalTests(TestStore store) : StoreTests(store)
{
    private const string Jo = "Jo Smith, site lead";
    private static readonly PlaceCode Watford = PlaceCode.Parse("RWG02");
    private static readonly (string, string[]) Unguarded = ("journal", ["journal_stays", "journal_grows"]);

    private readonly ManualTime _time = new(A.Monday9am);
    private EventLog _log = null!;
    private Operations.Journal.Journal _journal = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _log = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), _time);
        _journal = new Operations.Journal.Journal(_log);
    }

    [Fact]
    public async Task Level_DeclaredAndWithdrawn_IsToldWithNameAndReason()
    {
        await DeclareAsync(A.Lister, "Twelve ambulances wait");
        await _log.WithdrawAsync(A.Lister, Jo, A.Monday9am.AddHours(1), Cancelled);

        var lines = await FoundAsync(new JournalQuestion());

        Assert.Equal(["Declared level withdrawn", "OPEL 3 declared"], lines.Select(line => line.Title));
        Assert.Equal((Jo, JournalKind.Level, A.Lister), (lines[1].By, lines[1].Kind, lines[1].Place!.Value));
        Assert.StartsWith("Twelve ambulances wait", lines[1].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_TakenOnByAPerson_IsTold_AndWhatTheRulesDidIsNot()
    {
        var firing = AlertState.None("occupancy-high", A.Lister) with { Phase = AlertPhase.Firing, Episode = "e1", Words = "Occupancy 97%" };
        await _log.RecordAsync(new AlertChange(firing, [new AlertEvent(AlertEventKind.Fired, A.Monday9am, "Occupancy 97%", 0)], []), Cancelled);
        await _log.RecordAsync(
            new AlertChange(firing, [new AlertEvent(AlertEventKind.Acknowledged, A.Monday9am, "Opening the day unit", By: Jo)], []), Cancelled);

        var told = Assert.Single(await FoundAsync(new JournalQuestion()));

        Assert.Equal("Taken on: Opening the day unit (Occupancy 97%)", told.Words);
    }

    [Fact]
    public async Task Words_AreEachLookedForInTitleTextAndName_InAnyCase_AsTheyStand()
    {
        await DeclareAsync(A.Lister, "95% of beds are full");
        await DeclareAsync(Watford, "Ambulances wait 950 minutes");

        Assert.Equal(A.Lister, Assert.Single(await FoundAsync(new JournalQuestion { Words = ["95%", "SMITH"] })).Place);
        Assert.Equal(2, (await FoundAsync(new JournalQuestion { Words = ["declared"] })).Length);
        Assert.Empty(await FoundAsync(new JournalQuestion { Words = ["95%", "ambulances"] }));
        Assert.Empty(await FoundAsync(new JournalQuestion { Words = ["9_%"] }));
    }

    [Fact]
    public async Task Question_NarrowsByPlaceKindAndTime_AndPagesFromTheNewest()
    {
        await DeclareAsync(A.Lister, "First");
        await DeclareAsync(Watford, "Second", A.Monday9am.AddHours(1));
        await DeclareAsync(A.Lister, "Third", A.Monday9am.AddHours(2));

        var first = await _journal.ReadAsync(new JournalQuestion(), 2, Cancelled);
        var older = await _journal.ReadAsync(new JournalQuestion { Before = first[^1].Number }, 2, Cancelled);

        Assert.Equal(["Third", "Second"], first.Select(line => line.Entry.Words.Split(' ')[0]));
        Assert.Equal(["First"], older.Select(line => line.Entry.Words.Split(' ')[0]));
        Assert.Equal(2, (await FoundAsync(new JournalQuestion { Places = [A.Lister] })).Length);
        Assert.Empty(await FoundAsync(new JournalQuestion { Kind = JournalKind.Minute }));
        Assert.Single(await FoundAsync(new JournalQuestion { From = A.Monday9am.AddHours(1), To = A.Monday9am.AddHours(2) }));
    }

    [Theory]
    [InlineData("UPDATE journal SET by = 'Somebody else'")]
    [InlineData("DELETE FROM journal")]
    public async Task Line_IsNeitherChangedNorRemoved_EvenByHand(string attempt)
    {
        await DeclareAsync(A.Lister, "Twelve ambulances wait");

        Assert.ThrowsAny<DbException>(() => Store.Execute("events", attempt));
        Assert.Equal(Jo, Assert.Single(await FoundAsync(new JournalQuestion())).By);
    }

    [Theory]
    [InlineData("UPDATE journal SET words = 'Nothing was wrong' WHERE number = 2", 2)]
    [InlineData("UPDATE journal SET by = 'Somebody else' WHERE number = 1", 1)]
    [InlineData("UPDATE journal SET kind = 'Nothing' WHERE number = 3", 3)]
    [InlineData("UPDATE journal SET at = -1 WHERE number = 2", 2)]
    [InlineData("DELETE FROM journal WHERE number = 2", 3)]
    [InlineData("DELETE FROM journal WHERE number = 1", 2)]
    [InlineData("UPDATE journal SET number = 9 WHERE number = 3", 9)]
    public Task Line_TamperedWithPastTheTriggers_BreaksTheSealsFromThereOn(string tampering, int broken) => BrokenAsync(tampering, broken);

    protected async Task BrokenAsync(string tampering, int broken)
    {
        foreach (var reason in (string[])["First", "Second", "Third"]) await DeclareAsync(A.Lister, reason);
        var before = await _journal.CheckAsync(Cancelled);
        Store.Execute("events", tampering, Unguarded);

        var after = await _journal.CheckAsync(Cancelled);

        Assert.Equal((3L, null), (before.Lines, before.Broken));
        Assert.Equal(broken, after.Broken);
    }

    [Fact]
    public async Task Lines_CutOffAtTheEnd_ShowBesideASealThatWasWrittenDown()
    {
        foreach (var reason in (string[])["First", "Second"]) await DeclareAsync(A.Lister, reason);
        var written = (await _journal.CheckAsync(Cancelled)).Seal;
        Store.Execute("events", "DELETE FROM journal WHERE number = 2", Unguarded);

        var after = await _journal.CheckAsync(Cancelled);

        Assert.Null(after.Broken);
        Assert.NotEqual(written, after.Seal);
    }

    [Fact]
    public async Task Lines_OfManyAtOnce_StandOneOnTheOther()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => DeclareAsync(A.Lister, $"Reason {i}")));

        Assert.Equal((50L, null), (await _journal.CheckAsync(Cancelled)) is var check ? (check.Lines, check.Broken) : default);
    }

    [Fact]
    public async Task Lines_OfTwoProcessesAtOnce_StandOneOnTheOther()
    {
        var other = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), _time);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => DeclareAsync(A.Lister, $"Reason {i}", log: i % 2 == 0 ? _log : other)));

        Assert.Equal((50L, null), (await _journal.CheckAsync(Cancelled)) is var check ? (check.Lines, check.Broken) : default);
    }

    protected Task DeclareAsync(PlaceCode place, string reason, DateTimeOffset? at = null, EventLog? log = null) => (log ?? _log).DeclareAsync(
        new DeclaredLevel(place, OpelLevel.Three, reason, Jo, at ?? A.Monday9am, (at ?? A.Monday9am).AddHours(4), OpelLevel.Two), Cancelled);

    private async Task<JournalEntry[]> FoundAsync(JournalQuestion question) =>
        [.. (await _journal.ReadAsync(question, 100, Cancelled)).Select(line => line.Entry)];
}
