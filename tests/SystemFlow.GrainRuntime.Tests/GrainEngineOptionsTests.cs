using Microsoft.Extensions.Options;

namespace SystemFlow.GrainRuntime.Tests;

public sealed class GrainEngineOptionsTests
{
    [Fact]
    public void Defaults_AreAsDocumented()
    {
        var options = new GrainEngineOptions();

        Assert.Equal(10_000, options.MailboxCapacity);
        Assert.Equal(1_000, options.ObserverCapacity);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ResponseTimeout);
        Assert.Equal(TimeSpan.FromMinutes(15), options.CollectionAge);
        Assert.Equal(TimeSpan.FromSeconds(1), options.SweepInterval);
    }

    [Theory]
    [InlineData("MailboxCapacity", "0", "Grains:MailboxCapacity must be 1 to 1,000,000.")]
    [InlineData("ObserverCapacity", "0", "Grains:ObserverCapacity must be 1 to 1,000,000.")]
    [InlineData("ResponseTimeout", "00:00:00", "Grains:ResponseTimeout must be 1 second to 1 hour.")]
    [InlineData("CollectionAge", "00:00:09", "Grains:CollectionAge must be 10 seconds to 7 days.")]
    [InlineData("SweepInterval", "00:02:00", "Grains:SweepInterval must be 100 milliseconds to 1 minute.")]
    public async Task Start_WithAWrongSetting_NamesTheKey(string key, string value, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => EngineHost.StartAsync((key, value)));

        Assert.Contains(message, error.Message);
    }
}
