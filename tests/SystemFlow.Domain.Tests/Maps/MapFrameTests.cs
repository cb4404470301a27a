using SystemFlow.Domain.Maps;

namespace SystemFlow.Domain.Tests.Maps;

public sealed class MapFrameTests
{
    private static readonly GeoPoint SouthWest = new(51.6, -0.6);
    private static readonly GeoPoint NorthEast = new(52.0, 0.4);

    [Fact]
    public void At_Corners_FallOnTheMargins()
    {
        var frame = MapFrame.Around([SouthWest, NorthEast], width: 1_000, margin: 50);

        Assert.Equal((950.0, 50.0), Rounded(frame.At(NorthEast)));
        Assert.Equal((50.0, Math.Round(frame.Height - 50, 6)), Rounded(frame.At(SouthWest)));
    }

    [Fact]
    public void At_AKilometreEast_IsAsFarAsAKilometreNorth()
    {
        var frame = MapFrame.Around([SouthWest, NorthEast], width: 1_000, margin: 50);
        var middle = new GeoPoint(51.8, 0);
        var (north, east) = (new GeoPoint(51.8 + (1 / 111.32), 0), new GeoPoint(51.8, 1 / (111.32 * Math.Cos(51.8 * Math.PI / 180))));

        Assert.Equal(frame.At(middle).Y - frame.At(north).Y, frame.At(east).X - frame.At(middle).X, 6);
    }

    [Fact]
    public void Around_OneSiteAlone_StandsInTheMiddle()
    {
        var frame = MapFrame.Around([SouthWest], width: 1_000, margin: 50);

        Assert.Equal((500.0, Math.Round(frame.Height / 2, 6)), Rounded(frame.At(SouthWest)));
    }

    [Fact]
    public void Around_Nothing_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => MapFrame.Around([], 1_000, 50));

    private static (double X, double Y) Rounded(MapPoint point) => (Math.Round(point.X, 6), Math.Round(point.Y, 6));
}
