using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SystemFlow.Operations.Nodes;

namespace SystemFlow.Web.Tests.Hosting;

/// <summary>Whatever runs in the background is either once in the cluster or each node's own: which, is said here a second time.</summary>
public sealed class DutyServicesTests
{
    private static readonly string[] OncePerCluster = ["ActionChaser", "CallClock", "CardWatch", "EditionClock", "FeedWatch", "Notifier", "SimulatorFeed"];

    // RetentionService, AuditKeeper and IntakeRecordKeeping have a part that asks for the duty, and a part that each node does.
    private static readonly string[] OfEachNode =
    [
        "AuditKeeper", "DataProtectionHostedService", "GenericWebHostService", "GrainDelivery", "GrainEngine", "HealthCheckPublisherHostedService",
        "IntakeRecordKeeping", "KeyUseWriter", "LevelLog", "LiveFollowing", "Opening", "RetentionService", "SessionSeenWriter",
    ];

    [Fact]
    public async Task Background_IsOncePerClusterOrEachNodesOwn_AndNothingElseRuns()
    {
        await using var app = new FlowApp { Settings = new() { ["Simulator:Enabled"] = "true" } };

        var services = app.Services.GetServices<IHostedService>().Select(service => (service.GetType().Name, IsDuty: service is DutyService)).ToList();

        Assert.Equal(OncePerCluster, services.Where(service => service.IsDuty).Select(service => service.Name).Order(StringComparer.Ordinal));
        Assert.Equal([], services.Where(service => !service.IsDuty).Select(service => service.Name).Except(OfEachNode));
    }
}
