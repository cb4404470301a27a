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
}
