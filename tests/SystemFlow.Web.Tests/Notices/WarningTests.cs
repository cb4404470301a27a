namespace SystemFlow.Web.Tests.Notices;

/// <summary>The whole way: a feed's reading, the alert, the message to a lead's webhook, the link in it, and the alert taken on.</summary>
public sealed class WarningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-warning-").FullName;

    [Fact]
    public async Task Reading_OverAThreshold_ReachesTheLead_WhoTakesItOnByTheLink()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await OneDesk.WriteAsync(_folder, receiver.Address, "ed.in-department");
        await using var app = new FlowApp
        {
            Settings = { ["Data:Directory"] = _folder, ["Notices:PublicUrl"] = "https://flow.example.org" },
        };

        await app.SendAsync(new { place = "RWH01", metric = "ed.in-department", value = 100, periodEnd = app.NextMoment() });
        var message = (await receiver.ReceiveAsync()).Json;
        var firing = await app.GetAsync("/api/v1/alerts?place=RWH01");
        var link = new Uri((string)message["acknowledgeUrl"]!).AbsolutePath;
        var taken = await app.With(null).PostAsync(link, null, TestContext.Current.CancellationToken);
        var after = await app.GetAsync("/api/v1/alerts?place=RWH01&phase=acknowledged");

        Assert.Equal(("RWH01", "critical", false), ((string)message["place"]!, (string)message["severity"]!, (bool)message["exercise"]!));
        Assert.Equal("firing", (string)firing.Json[0]!["phase"]!);
        Assert.Equal(200, (int)taken.StatusCode);
        Assert.Equal("Desk, by the link in a message", (string)after.Json[0]!["by"]!);
        Assert.False(receiver.HasMore);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
