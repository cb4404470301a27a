using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Tests.Hosting;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>The whole program, killed between a reading that must warn somebody and the warning: nothing is lost, and nothing doubled but under one key.</summary>
public sealed class KilledWarningTests : IDisposable
{
    private static readonly string[] Places = ["RWH01", "RWG02", "RQWG0"];
    private static readonly string[] Metrics = ["ed.in-department", "ed.over-4h"];

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-killed-").FullName;

    [Fact]
    public async Task Warning_WhereverTheProgramIsKilled_ComesOfEachAlertUnderOneKey()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await OneDesk.WriteAsync(_folder, receiver.Address, Metrics);
        var keys = new HashSet<string>();
        var pairs = Places.SelectMany(place => Metrics.Select(metric => (place, metric))).ToList();

        foreach (var (index, (place, metric)) in pairs.Index())
        {
            using var program = await RunAsync();
            await WarnAsync(program, place, metric);
            if (index % 3 > 0) await KeysAsync(index + (index % 3 > 1 ? 1 : 0)); // 0: killed at once. 1: once all before has come. 2: once its own has come.
            program.Kill();
        }

        using (var last = await RunAsync())
        {
            await KeysAsync(pairs.Count);
            last.Kill();
        }

        var log = new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(_folder, "events.db") }), TimeProvider.System);
        var messages = await log.ReadAsync(null, null, 1000, Cancelled);
        Assert.Equal(pairs.Count, log.Current.Length);
        Assert.All(log.Current, alert => Assert.Equal(AlertPhase.Firing, alert.Phase));
        Assert.Equal(
            keys.Order(StringComparer.Ordinal),
            messages.Where(sent => sent.Message.Channel is Channel.Webhook).Select(sent => sent.Message.Id).Order(StringComparer.Ordinal));

        async Task KeysAsync(int count)
        {
            while (keys.Count < count) keys.Add((await receiver.ReceiveAsync()).Key);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Task<RunningProgram> RunAsync() => RunningProgram.StartAsync(
        _folder, "--Simulator:Enabled=false", $"--SYSTEMFLOW_FEED_KEY={FlowApp.Key}", "--Notices:FirstRetry=00:00:00.050");

    private static async Task WarnAsync(RunningProgram program, string place, string metric)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/observations");
        request.Headers.Add("X-Api-Key", FlowApp.Key);
        request.Content = JsonContent.Create(new[] { new { place, metric, value = 100, periodEnd = TimeProvider.System.GetUtcNow() } });
        using var response = await program.Http.SendAsync(request, Cancelled);
        response.EnsureSuccessStatusCode();
    }
}
