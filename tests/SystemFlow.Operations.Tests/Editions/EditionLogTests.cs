using System.Data.Common;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Editions;

public sealed class EditionLogOnFilesTests() : EditionLogTests(new FileStore());

public sealed class EditionLogOnPostgresTests(Postgres server) : EditionLogTests(new ServerStore(server));

public sealed class RecipientTests
{
    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData("Ann <ann@example.org>", false)]
    [InlineData("ann@example.org, bob@example.org", false)]
    [InlineData("ann@localhost", false)]
    [InlineData("ann", false)]
    [InlineData("änn@example.org", false)]
    [InlineData("", false)]
    public void Address_IsOneMailAddressAlone(string text, bool isOne) => Assert.Equal(isOne, Recipient.IsAddress(text));
}

public abstract class EditionLogTests(TestStore store) : StoreTests(store)
{
    private const string Jo = "Jo Smith, site lead";

    private readonly ManualTime _time = new(A.Monday9am);
    private EventLog _events = null!;
    private EditionLog _log = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _events = Open();
        _log = new EditionLog(_events);
    }

    [Fact]
    public async Task Edition_IsKeptOnceForItsMoment_WithItsMailsAndItsLineOfTheJournal()
    {
        var isKept = await KeepAsync("2026-01-05T0830", "{\"a\":1}", Mail("a"));
        var isKeptAgain = await KeepAsync("2026-01-05T0830", "{\"a\":2}", Mail("b"));

        Assert.True(isKept);
        Assert.False(isKeptAgain);
        Assert.Equal("{\"a\":1}", (await _log.NewestAsync(EditionKind.Daily, Cancelled))!.Content);
        Assert.Equal(["a"], (await _events.DueAsync(A.Monday9am, 10, Cancelled)).Select(message => message.Id));
        var lines = await new Operations.Journal.Journal(_events).ReadAsync(new JournalQuestion { Kind = JournalKind.Edition }, 10, Cancelled);
        Assert.Equal("Composed.", Assert.Single(lines).Entry.Words);
    }

    [Fact]
    public async Task Edition_AfterARestart_IsWhatWasKept_AndSaysSoByItsFingerprint()
    {
        await KeepAsync("2026-01-05T0830", "{\"a\":1}");

        var read = await new EditionLog(Open()).FindAsync("2026-01-05T0830", Cancelled);

        Assert.True(read!.IsIntact);
        Assert.Equal((EditionKind.Daily, A.Monday9am, Jo), (read.Kind, read.Moment, read.By));
        Assert.False((read with { Content = "{\"a\":2}" }).IsIntact);
    }

    [Fact]
    public async Task Edition_CannotBeChanged()
    {
        await KeepAsync("2026-01-05T0830", "{\"a\":1}");

        var changed = Assert.ThrowsAny<DbException>(() => Store.Execute("events", "UPDATE editions SET content = '{}'"));
        var removed = Assert.ThrowsAny<DbException>(() => Store.Execute("events", "DELETE FROM editions"));

        Assert.Contains("never changed", changed.Message, StringComparison.Ordinal);
        Assert.Contains("never removed", removed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_StartsEmpty_AndEachVersionKeepsItsAuthorAndReason()
    {
        Assert.Equal(Distribution.None, _log.List);

        await _log.SaveListAsync(List("On-call", "a@example.org"), 0, Cancelled);
        await _log.SaveListAsync(List("Board", "b@example.org") with { Reason = "New board" }, 1, Cancelled);

        Assert.Equal("b@example.org", Assert.Single(_log.List.Recipients).Address);
        Assert.Equal([(2, "New board"), (1, "Winter")], (await _log.ListsAsync(10, Cancelled)).Select(list => (list.Version, list.Reason)));
        Assert.Equal(2, new EditionLog(_events).List.Version);
        var lines = await new Operations.Journal.Journal(_events).ReadAsync(new JournalQuestion { Kind = JournalKind.Edition }, 10, Cancelled);
        Assert.Equal(["1 on it (Board): New board", "1 on it (On-call): Winter"], lines.Select(line => line.Entry.Words));
    }

    [Fact]
    public async Task List_SavedMeanwhileBySomebodyElse_IsNotWrittenOver()
    {
        await _log.SaveListAsync(List("On-call", "a@example.org"), 0, Cancelled);

        var overtaken = await _log.SaveListAsync(List("Board", "b@example.org"), 0, Cancelled);

        Assert.Equal(1, overtaken!.Version);
        Assert.Equal("a@example.org", Assert.Single(_log.List.Recipients).Address);
    }

    private EventLog Open() => new(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), _time);

    private static Distribution List(string role, string address) => new(0, A.Monday9am, Jo, "Winter", [new Recipient(role, address)]);

    private static OutboxMessage Mail(string id) =>
        new(id, null, "edition/1", Channel.Email, "a@example.org", Severity.Notice, "Dashboard", "", A.Monday9am) { Edition = "1" };

    private Task<bool> KeepAsync(string id, string content, params OutboxMessage[] messages) => _log.KeepAsync(
        Edition.Of(EditionKind.Daily, id, A.Monday9am, A.Monday9am, Jo, isLate: false, content), [.. messages],
        new JournalEntry(A.Monday9am, Jo, JournalKind.Edition, $"/dashboard/{id}", "Dashboard", "Composed.", null), Cancelled);
}
