using SystemFlow.Series.Influx;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Influx;

public sealed class MergingTests
{
    private static readonly SeriesKey Key = new(A.Lister, A.BedsOccupied);

    [Fact]
    public void WhatWaits_CountsOverWhatTheServerHas()
    {
        var (rows, next) = Merging.Page(Key, [At(1, 10), At(3, 30)], null, [At(2, 20), At(3, 31)], [], to: 100, limit: 5);

        Assert.Equal([At(1, 10), At(2, 20), At(3, 31)], rows);
        Assert.Equal(100, next);
    }

    [Fact]
    public void APageEnds_WhereEitherSideHasMore()
    {
        var (rows, next) = Merging.Page(Key, [At(1, 10), At(5, 50)], storedTo: 6, [At(2, 20), At(3, 30)], [], to: 100, limit: 2);

        Assert.Equal([At(1, 10), At(2, 20), At(3, 30)], rows);
        Assert.Equal(4, next);
    }

    [Fact]
    public void WhatIsToGo_IsGone_ButNotWhatIsToStay()
    {
        var drop = SpoolRow.Delete(SpoolKind.DeleteReadings, Key, first: 1, at: 3);

        var (rows, _) = Merging.Page(Key, [At(1, 10), At(2, 20), At(3, 30), At(4, 40)], null, [At(3, 33)], [drop], to: 100, limit: 5);

        Assert.Equal([At(3, 33), At(4, 40)], rows);
        Assert.False(Merging.IsDropped(Key with { Metric = A.BedsOpen }, 2, [drop]));
    }

    [Fact]
    public void APlaceThatIsToGo_IsGoneWithItsAmendments()
    {
        var drop = SpoolRow.Delete(SpoolKind.DeletePlace, Key, 0, 0);

        Assert.True(Merging.IsDropped(Key with { Metric = A.BedsOpen }, 2, [drop]));
        Assert.True(Merging.IsAmendmentDropped(Key, 2, [drop]));
    }

    private static Row At(long period, double value) => new(period, value, period, period, "{}");
}
