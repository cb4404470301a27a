using SystemFlow.Series.Influx;

namespace SystemFlow.Series.Tests.Influx;

public sealed class BackoffTests
{
    [Fact]
    public void Failed_WaitsTwiceAsLongEachTime_ToFifteenSeconds_LessAPartByChance()
    {
        var backoff = new Backoff(new Random(1));
        var whole = new[] { 0.5, 1, 2, 4, 8, 15, 15, 15 };

        Assert.All(whole, seconds => Assert.InRange(backoff.Failed().TotalSeconds, seconds / 2, seconds));
    }

    [Fact]
    public void Succeeded_BeginsAnew()
    {
        var backoff = new Backoff(new Random(1));
        for (var i = 0; i < 5; i++) backoff.Failed();

        backoff.Succeeded();

        Assert.InRange(backoff.Failed().TotalSeconds, 0.25, 0.5);
    }
}
