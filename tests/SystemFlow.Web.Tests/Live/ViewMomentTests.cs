using SystemFlow.Testing;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Live;

public sealed class ViewMomentTests
{
    private readonly Screen.Address _address = new();
    private readonly ViewMoment _moment;

    public ViewMomentTests() => _moment = new ViewMoment(_address, new ManualTime(A.Monday9am));

    [Theory]
    [InlineData("", "/places/RWH01", "/places/RWH01")]
    [InlineData("?at=", "/places/RWH01", "/places/RWH01")]
    [InlineData("?at=now", "/places/RWH01", "/places/RWH01")]
    [InlineData("?at=2026-01-05T07:30", "/places/RWH01", "/places/RWH01?at=2026-01-05T07:30Z")]
    [InlineData("?board=board-we&at=2026-01-05T07%3A30Z", "/places/RWH01?range=7d#trends", "/places/RWH01?range=7d&at=2026-01-05T07:30Z#trends")]
    [InlineData("?at=yesterday", "/places/RWH01", "/places/RWH01")]
    public void Link_StaysAtTheMomentThatIsShown(string address, string path, string expected)
    {
        _address.Be(address);

        Assert.Equal(expected, _moment.Link(path));
    }

    [Fact]
    public void Here_ChangesTheMomentAndNothingElse()
    {
        _address.Be("places/RWH01?range=7d&at=2026-01-05T07:30Z#trends");

        Assert.Equal("/places/RWH01?range=7d&at=2026-01-05T07:45Z", _moment.Here(A.Monday9am.AddMinutes(-75)));
        Assert.Equal("/places/RWH01?range=7d", _moment.Here(null));
        Assert.Equal("/places/RWH01?range=7d&at=now", _moment.HereLive);
    }

    [Theory]
    [InlineData("places/RWG02", "/places/RWG02?at=2026-01-05T07:30Z")] // Another page of places stays in the past.
    [InlineData("places/RWG02?range=7d", "/places/RWG02?range=7d&at=2026-01-05T07:30Z")]
    [InlineData("?board=board-we", "/?board=board-we&at=2026-01-05T07:30Z")] // This page, narrowed.
    [InlineData("?board=board-we&at=now", "/?board=board-we")] // Back to live.
    [InlineData("rules", null)] // Is always of now.
    [InlineData("wall", null)] // So is this, of places though it is.
    [InlineData("places/RWG02?at=2026-01-05T08:00Z", null)] // Says its own.
    public void Kept_OfALink_StaysInThePast(string target, string? expected)
    {
        _address.Be("?at=2026-01-05T07:30Z");

        Assert.Equal(expected, _moment.Kept($"http://localhost/{target}")?.Replace("http://localhost", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Asked_OnTheWall_IsNow()
    {
        _address.Be("wall?at=2026-01-05T07:30Z");

        Assert.Null(_moment.Asked);
        Assert.False(_moment.IsOffered);
    }

    [Fact]
    public void Now_IsTheMomentThatIsShown_ElseTheClocks()
    {
        Assert.Equal(A.Monday9am, _moment.Now);

        _address.Be("?at=2026-01-05T07:30Z");

        Assert.Equal(A.Monday9am.AddMinutes(-90), _moment.Now);
    }
}
