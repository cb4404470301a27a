using Orleans.Runtime;

namespace SystemFlow.GrainRuntime.Tests;

public sealed class MailboxTests
{
    private static readonly string Reentrant = typeof(ReentrantGatedGrain).FullName!;

    [Fact]
    public async Task Mailbox_ThatIsFull_RefusesAndRecovers()
    {
        await using var host = await EngineHost.StartAsync(("MailboxCapacity", "2"));
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        var working = grain.WorkAsync("a");
        await host.Journal.Written("a begins");
        var waiting = new[] { grain.PingAsync(), grain.PingAsync() };

        var error = await Assert.ThrowsAsync<LimitExceededException>(grain.PingAsync);

        Assert.Contains("has 2 calls waiting", error.Message);
        Assert.Equal(1, host.Counted("grains.calls.refused"));
        Assert.Equal(2, host.Counted("grains.calls.waiting"));
        host.Journal.Open("a");
        await Task.WhenAll([working, .. waiting]);
        await grain.PingAsync();
        Assert.Equal(0, host.Counted("grains.calls.waiting"));
    }

    [Fact]
    public async Task Call_WithoutAnAnswerInTime_FailsAndItsTurnGoesOn()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        var running = grain.WorkAsync("a");
        await host.Journal.Written("a begins");
        var waiting = grain.WorkAsync("b");

        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(running.IsCompleted || waiting.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => running);
        Assert.Contains("IGatedGrain.WorkAsync", error.Message);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal(2, host.Counted("grains.calls.timed_out"));
        host.Journal.Open("a");
        await grain.PingAsync();
        Assert.Equal(["x activates", "a begins", "a ends"], host.Journal.Lines);
    }

    [Fact]
    public async Task Grain_ThatAwaitsItself_TimesOutAndIsFreeAgain()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        var call = grain.CallItselfAsync();
        await host.Journal.Written("calls itself");

        host.Time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        await grain.PingAsync();
        Assert.Equal(2, host.Counted("grains.calls.timed_out"));
    }

    [Fact]
    public async Task Grain_ThatIsReentrantAndAwaitsItself_IsAnswered()
    {
        await using var host = await EngineHost.StartAsync();

        await host.Grains.GetGrain<IGatedGrain>("x", Reentrant).CallItselfAsync();

        Assert.Equal(["x activates", "calls itself"], host.Journal.Lines);
    }

    // W an ordinary call, R a read-only one, I an always-interleaving one: the first runs, then the second is sent.
    [Theory]
    [InlineData("W W", false)]
    [InlineData("W R", false)]
    [InlineData("W I", true)]
    [InlineData("R W", false)]
    [InlineData("R R", true)]
    [InlineData("R I", true)]
    [InlineData("I W", true)]
    [InlineData("I R", true)]
    [InlineData("I I", true)]
    public async Task Turns_Interleave_AsTheirMethodsSay(string calls, bool interleaves)
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        host.Journal.Open("probe");

        var first = Call(grain, calls[0], "first");
        await host.Journal.Written("first begins");
        var second = Call(grain, calls[2], "second");
        await grain.InterleaveAsync("probe"); // It was sent after the second, and so begins after it.

        Assert.Equal(interleaves, host.Journal.Lines.Contains("second begins"));
        host.Journal.Open("first");
        host.Journal.Open("second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Writer_BehindReaders_WaitsForAllOfThem()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x");
        var first = grain.ReadAsync("first");
        var second = grain.ReadAsync("second");
        await host.Journal.Written("second begins");
        var writer = grain.WorkAsync("writer");
        host.Journal.Open("first");
        await first;
        host.Journal.Open("probe");
        await grain.InterleaveAsync("probe");
        Assert.DoesNotContain("writer begins", host.Journal.Lines);

        host.Journal.Open("second");
        host.Journal.Open("writer");
        await Task.WhenAll(second, writer);

        Assert.Equal("writer ends", host.Journal.Lines[^1]);
    }

    [Fact]
    public async Task Turns_OfAReentrantGrain_Interleave()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<IGatedGrain>("x", Reentrant);
        var first = grain.WorkAsync("first");
        await host.Journal.Written("first begins");

        host.Journal.Open("second");
        await grain.WorkAsync("second");

        Assert.False(first.IsCompleted);
        host.Journal.Open("first");
        await first;
    }

    private static Task Call(IGatedGrain grain, char kind, string gate) => kind switch
    {
        'W' => grain.WorkAsync(gate),
        'R' => grain.ReadAsync(gate),
        _ => grain.InterleaveAsync(gate),
    };
}
