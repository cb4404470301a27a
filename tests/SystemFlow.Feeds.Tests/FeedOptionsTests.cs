using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SystemFlow.Feeds.Tests;

public sealed class FeedOptionsTests
{
    [Theory]
    [InlineData("MaxBodyBytes", "0")]
    [InlineData("MaxBytesInFlight", "67108863")]
    [InlineData("MessagesPerMinute", "0")]
    [InlineData("MaxRows", "0")]
    [InlineData("MaxRowBytes", "1")]
    [InlineData("MaxJsonDepth", "1")]
    [InlineData("Retention", "00:00:00")]
    public async Task Setting_OutOfRange_StopsTheHostWithTheKeyNamed(string key, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new($"Feeds:{key}", value)]);
        builder.Services.AddFeedOptions();
        using var host = builder.Build();

        var start = () => host.StartAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(start);

        Assert.Contains($"Feeds:{key} must be", error.Message, StringComparison.Ordinal);
    }
}
