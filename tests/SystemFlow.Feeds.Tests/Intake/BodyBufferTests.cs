using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Tests.Intake;

public sealed class BodyBufferTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1023, true)]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    [InlineData(500_000, false)]
    public async Task Read_KeepsABodyUpToItsBound(int length, bool isKept)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);

        using var body = await BodyBuffer.ReadAsync(
            new MemoryStream(bytes), new FeedOptions { MaxBodyBytes = 100_000 }, TestContext.Current.CancellationToken);

        Assert.Equal(isKept, body is not null);
        if (body is not null) Assert.Equal(bytes, body.Memory.ToArray());
    }

    /// <summary>Whatever its sender said of its length, no more is held than was allowed, and all of it is there.</summary>
    [Theory]
    [InlineData(5_000, null)]
    [InlineData(5_000, 5_000L)]
    [InlineData(5_000, 1L)]
    [InlineData(5_000, 0L)]
    [InlineData(5_000, 90_000L)]
    [InlineData(100_000, long.MaxValue)]
    [InlineData(65_536, 65_536L)]
    public async Task Read_AsksBeforeItTakesMemory(int length, long? expected)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        var asked = new List<int>();

        var (body, fault) = await BodyBuffer.ReadAsync(
            new MemoryStream(bytes), new FeedOptions { MaxBodyBytes = 100_000 }, expected, Allow, TestContext.Current.CancellationToken);

        using var held = body;
        Assert.Equal((BodyFault.None, true), (fault, body!.Memory.Span.SequenceEqual(bytes)));
        Assert.Equal(asked.Order(), asked);
        Assert.InRange(asked[^1], length, 131_072);
        if (expected == length) Assert.Single(asked); // Room was made once.

        bool Allow(int inAll)
        {
            asked.Add(inAll);
            return true;
        }
    }

    [Theory]
    [InlineData(100_000, null, 65_536)]
    [InlineData(100, 50_000L, 32_768)]
    public async Task Read_WithoutRoom_HoldsNothing(int length, long? expected, int room)
    {
        var (body, fault) = await BodyBuffer.ReadAsync(new MemoryStream(new byte[length]),
            new FeedOptions { MaxBodyBytes = 100_000 }, expected, inAll => inAll <= room, TestContext.Current.CancellationToken);

        Assert.Equal((null, BodyFault.NoRoom), (body, fault));
    }
}
