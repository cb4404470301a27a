using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;

namespace SystemFlow.Grains.Tests;

public sealed class PlaceWatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Place_WhoseLevelIsNoLongerKnown_HasThatRecorded()
    {
        var time = new ManualTime(A.Monday9am);
        await using var host = await GrainHost.StartAsync(time);
        var before = new LevelRecord(A.Lister, A.Monday9am.AddDays(-1), OpelLevel.Three, 30, "OPEL");
        await host.Events.RecordAsync(before, Cancelled);
        var recorded = new TaskCompletionSource<PlaceCode>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Events.Changed += place => recorded.TrySetResult(place);

        await host.Grains.GetGrain<IHospitalGrain>("RWH01").AcceptAsync([A.Reading]);
        await recorded.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);

        var levels = await host.Events.LevelsAsync(A.Lister, before.At, A.Monday9am.AddDays(1), Cancelled);
        Assert.Equal([null, OpelLevel.Three], levels.Select(level => level.Level));
    }
}
