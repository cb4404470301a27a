using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>The whole way: a body that looks like a patient's, refused whole, and the message to the feed owner's webhook.</summary>
public sealed class FeedWatchTests : IDisposable
{
    private const string NhsNumber = "9434765919"; // Made up, with a right check digit.

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-feedwatch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PatientLikeBody_ReachesTheFeedsOwnerOnce_WithoutItsContent_AndNotAgainAfterARestart()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await WriteRotaAsync(receiver.Address);
        await using (var app = Start())
        {
            await LeakAsync(app);
            var message = await receiver.ReceiveAsync();
            await LeakAsync(app);
            await LeakAsync(app);

            Assert.Equal(("feed", "warning", "hwe"), ((string?)message.Json["kind"], (string?)message.Json["severity"], (string?)message.Json["place"]));
            Assert.Contains("environment looked like a patient's", (string?)message.Json["subject"], StringComparison.Ordinal);
            Assert.Contains("What to do:", (string?)message.Json["text"], StringComparison.Ordinal);
            Assert.DoesNotContain(NhsNumber, message.Body, StringComparison.Ordinal);
            var feed = (await app.GetAsync("/api/v1/feeds/environment")).Json;
            Assert.NotNull(feed["ownerToldAt"]);
            Assert.Equal(3, (int)feed["today"]!["refusedBodies"]!["looks-like-a-patient"]!);
        }

        await using var again = Start();
        await LeakAsync(again);
        Assert.Equal(4, (int)(await again.GetAsync("/api/v1/feeds/environment")).Json["today"]!["refusedBodies"]!["looks-like-a-patient"]!);
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task BrokenFeed_ReachesItsOwner()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await WriteRotaAsync(receiver.Address);
        await using var app = Start();

        for (var message = 0; message < 3; message++)
        {
            await app.SendAsync(new { place = "LISTER", metric = "beds.ga.open", value = 600, periodEnd = app.NextMoment() });
        }

        var told = await receiver.ReceiveAsync();
        Assert.Equal("Warning: environment sends, and all of it is refused", (string?)told.Json["subject"]);
        Assert.Equal("broken", (string?)(await app.GetAsync("/api/v1/feeds/environment")).Json["state"]);
    }

    [Fact]
    public async Task NobodyOnDuty_IsNotCalledTold_AndWhoeverComesOnDutyIs()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await WriteRotaAsync(receiver.Address, "nobody");
        await using (var app = Start())
        {
            await LeakAsync(app);
            await app.Log.SeenAsync("Nobody is on duty");
            Assert.Null((await app.GetAsync("/api/v1/feeds/environment")).Json["ownerToldAt"]);
        }

        await WriteRotaAsync(receiver.Address, "owner", version: 1);
        await using var later = Start();
        _ = later.Server;

        var message = await receiver.ReceiveAsync();
        Assert.Contains("1 message of environment looked like a patient's", (string?)message.Json["subject"], StringComparison.Ordinal);
    }

    private FlowApp Start() => new() { Settings = { ["Data:Directory"] = _folder } };

    // A good message first: three refused ones in a row would be a broken feed, which is another notice.
    private static async Task LeakAsync(FlowApp app)
    {
        await app.SendAsync(new { place = "RWH01", metric = "beds.ga.open", value = 600, periodEnd = app.NextMoment() });
        var answer = await app.SendAsync(new { place = "RWH01", metric = "beds.ga.open", value = 600, periodEnd = app.NextMoment(), comment = $"see {NhsNumber}" });
        Assert.Equal("looks-like-a-patient", answer.Reason);
    }

    private async Task WriteRotaAsync(Uri hook, string onDuty = "owner", int version = 0)
    {
        var footprint = Footprint.HertfordshireWestEssex;
        var documents = new RuleDocuments(
            Path.Combine(_folder, "operations.db"), MetricDictionary.Standard, footprint, TimeProvider.System, NullLogger<RuleDocuments>.Instance);
        var everywhere = footprint.Root.Code;
        var rota = new Rota(
            [new Lead("owner", "Feed owner", everywhere) { Webhook = hook }],
            [new Role("owner", "Feed owner", everywhere, [.. onDuty == "owner" ? [new Duty("owner", [], TimeOnly.MinValue, TimeOnly.MinValue)] : Array.Empty<Duty>()])],
            [new Ladder(everywhere, AlertOwner.FeedOwner, [new Rung("owner", TimeSpan.Zero)])]);
        await documents.SaveAsync(RuleKind.Rota, version, rota.ToJson(), "Test", "One owner");
    }
}
