using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

/// <summary>Series thinned for a chart.</summary>
public abstract partial class SeriesStoreContract
{
    [Fact]
    public async Task Thin_GathersEachStretch_AndLeavesGapsAsGaps()
    {
        double?[] values = [5, 1, 3, null, null, null, 7, null, 9];
        await AppendAsync([.. values.Select((value, i) => At(i) with { Value = value })]);

        var thin = await ThinAsync(Nine, Nine + 9 * Minute, points: 3);

        Assert.Equal(
            [
                new Stretch(Nine, 3, Min: 1, Max: 5, Mean: 3, Last: 3),
                new Stretch(Nine + 3 * Minute, 0, null, null, null, null),
                new Stretch(Nine + 6 * Minute, 2, Min: 7, Max: 9, Mean: 8, Last: 9),
            ],
            thin);
    }

    [Fact]
    public async Task Thin_TakesFromAndLeavesTo()
    {
        await AppendAsync(At(0), At(1), At(2), At(3));

        var thin = await ThinAsync(Nine + Minute, Nine + 3 * Minute, points: 1);

        Assert.Equal(new Stretch(Nine + Minute, 2, Min: 1, Max: 2, Mean: 1.5, Last: 2), Assert.Single(thin));
    }

    [Fact]
    public async Task Thin_StretchesThatAreNotWhole_LoseNothing()
    {
        await AppendAsync([.. Enumerable.Range(0, 100).Select(At)]);

        var thin = await ThinAsync(Nine, Nine + 100 * Minute, points: 7);

        Assert.Equal(7, thin.Length);
        Assert.Equal(100, thin.Sum(s => s.Count));
        Assert.Equal(99, thin[^1].Last);
    }

    [Fact]
    public async Task Thin_NothingThere_IsAllGap()
    {
        var thin = await ThinAsync(Nine, Nine + Minute, points: 4);

        Assert.Equal([0, 15, 30, 45], thin.Select(s => (s.Start - Nine).TotalSeconds));
        Assert.All(thin, stretch => Assert.Equal((0, null), (stretch.Count, stretch.Mean)));
    }

    [Fact]
    public async Task Thin_NoTime_HasNoStretches()
    {
        await AppendAsync(At(0));

        Assert.Empty(await ThinAsync(Nine, Nine, points: 10));
        Assert.Empty(await ThinAsync(Nine, Nine - Minute, points: 10));
    }

    private async Task<Stretch[]> ThinAsync(DateTimeOffset from, DateTimeOffset to, int points) =>
        [.. await Store.ThinAsync(A.Lister, A.BedsOccupied, from, to, points, Cancelled)];
}
