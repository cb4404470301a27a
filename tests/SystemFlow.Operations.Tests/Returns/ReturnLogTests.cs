using Microsoft.Extensions.Options;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Returns;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Returns;

public sealed class ReturnLogOnFilesTests() : ReturnLogTests(new FileStore());

public sealed class ReturnLogOnPostgresTests(Postgres server) : ReturnLogTests(new ServerStore(server));

public abstract class ReturnLogTests(TestStore store) : StoreTests(store)
{
    private static readonly DateOnly Due = new(2026, 1, 5);
    private static readonly SignedReturn First = new(
        A.Lister, Due, 1, [new SignedFigure("beds", 412, ""), new SignedFigure("closed", null, "Not counted on a Sunday")], "Dee Director, duty director", A.Monday9am, "");

    [Fact]
    public async Task Sign_TheSameVersionByTwoProcesses_IsTheFirsts()
    {
        var (one, other) = (Open().Log, Open().Log);

        var signed = await Task.WhenAll(one.SignAsync(First, "Lister", Cancelled), other.SignAsync(First with { By = "Eve, duty director" }, "Lister", Cancelled));

        Assert.Single(signed, true);
        Assert.Single(await other.ReadAsync(Due, Cancelled));
        Assert.False(await one.SignAsync(First with { Version = 3 }, "Lister", Cancelled));
    }

    [Fact]
    public async Task Read_AnAmendment_HasEveryVersionWithItsBlankCells_AndALineOfTheJournalEach()
    {
        var (log, events) = Open();
        await log.SignAsync(First, "Lister", Cancelled);
        await log.SignAsync(First with { Version = 2, Figures = [new SignedFigure("beds", 410, "")], Note = "Two were closed" }, "Lister", Cancelled);

        var read = await log.ReadAsync(Due, Cancelled);

        Assert.Equal([1, 2], read.Select(one => one.Version));
        Assert.Equal((412, null, 410), (read[0]["beds"], read[0]["closed"], read[1]["beds"]));
        Assert.Empty(await log.ReadAsync(Due.AddDays(1), Cancelled));
        var lines = await new Operations.Journal.Journal(events).ReadAsync(new JournalQuestion { Kind = JournalKind.Sitrep }, 10, Cancelled);
        Assert.Equal(["Amendment 1 signed off: Two were closed", "Signed off, 1 of 2 cells blank."], lines.Select(line => line.Entry.Words));
    }

    private (ReturnLog Log, EventLog Events) Open()
    {
        var events = new EventLog(Store.Open(), Options.Create(new EventLogOptions { Path = Store.PathOf("events") }), new ManualTime(A.Monday9am));
        return (new ReturnLog(events), events);
    }
}
