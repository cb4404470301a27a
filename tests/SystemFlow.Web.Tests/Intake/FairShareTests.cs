using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Tests.Intake;

public sealed class FairShareTests
{
    // Each step is a feed and how much more it wants; then whether it got it.
    [Theory]
    [InlineData("a50 a1", "yes no")]
    [InlineData("a30 a20 a1 b25", "yes yes no yes")]
    [InlineData("a50 b25 b1 c12 c1", "yes yes no yes no")]
    [InlineData("a33 b33 a1 b1 c17", "yes yes yes no no")]
    [InlineData("a90", "yes")]
    [InlineData("a101", "yes")]
    [InlineData("a1 b90", "yes no")]
    public void Share_LeavesAsMuchFreeAsAFeedHolds(string wishes, string granted)
    {
        var share = new FairShare(100);

        var given = wishes.Split(' ').Select(wish => share.TryTake(wish[..1], int.Parse(wish[1..])) ? "yes" : "no");

        Assert.Equal(granted, string.Join(' ', given));
    }

    [Fact]
    public void Return_GivesBackToAll()
    {
        var share = new FairShare(100);
        share.TryTake("a", 50);
        share.TryTake("b", 25);

        share.Return("a", 50);

        Assert.Equal((25, true, false), (share.InUse, share.TryTake("b", 12), share.TryTake("b", 20)));
        share.Return("b", 37);
        Assert.Equal(0, share.InUse);
    }
}
