using Dapper;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Events;

public sealed class EventLogOnFilesTests() : EventLogTests(new FileStore())
{
    [Fact]
    public void AsAt_FindsTheLevelBefore_ByTheIndex()
    {
        _ = Open();

        var plan = Store.ByHand("events").Read(database => database.Query($"EXPLAIN QUERY PLAN {LevelTable.StepsQuery}", new { from = 0L, to = 1L, most = 1 })
            .Select(step => (string)((IDictionary<string, object>)step)["detail"]).ToList());

        Assert.Contains(plan, step => step.Contains("levels_place (place=? AND at<?)", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_WhereNoFileCanBe_SaysWhatToDo()
    {
        var taken = Store.PathOf("taken");
        File.WriteAllText(taken, "");

        var error = Assert.Throws<EventLogException>(() => new EventLog(
            Options.Create(new EventLogOptions { Path = Path.Combine(taken, "events.db") }), new ManualTime(A.Monday9am)));

        Assert.Contains("Check that its disk has room", error.Message, StringComparison.Ordinal);
    }
}
