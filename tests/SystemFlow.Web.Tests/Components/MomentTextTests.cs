using System.Globalization;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Tests.Components;

public sealed class MomentTextTests
{
    [Theory]
    [InlineData("2026-11-27T04:15Z", "2026-11-27T04:15:00Z")]
    [InlineData("2026-11-27T04:15:30.5Z", "2026-11-27T04:15:30.5Z")]
    [InlineData("2026-07-01T04:15+01:00", "2026-07-01T03:15:00Z")]
    [InlineData("2026-07-01T04:15 01:00", "2026-07-01T03:15:00Z")] // As an address turns the plus.
    [InlineData("2026-07-01T04:15-05:30", "2026-07-01T09:45:00Z")]
    [InlineData("2026-11-27T04:15", "2026-11-27T04:15:00Z")] // The clock in England: winter.
    [InlineData("2026-07-01T04:15", "2026-07-01T03:15:00Z")] // Summer.
    [InlineData("2026-10-25T01:30", "2026-10-25T00:30:00Z")] // Comes twice: the first.
    [InlineData("2026-10-25T01:30Z", "2026-10-25T01:30:00Z")] // The second.
    [InlineData("2026-03-29T01:30", "2026-03-29T01:30:00Z")] // Is skipped: an hour on, 2:30am.
    public void TryParse_AMoment_IsThatMoment(string text, string expected)
    {
        Assert.True(MomentText.TryParse(text, out var at));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), at);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-11-27")]
    [InlineData("2026-11-31T04:15Z")]
    [InlineData("2026-11-27T25:15Z")]
    [InlineData("2026-11-27T04:15+25:00")]
    [InlineData("0001-01-01T00:00+14:00")]
    [InlineData("9999-12-31T23:59-14:00")]
    [InlineData("2026-11-27T04:15Z; drop")]
    public void TryParse_AnythingElse_IsNone(string? text) => Assert.False(MomentText.TryParse(text, out _));

    [Theory]
    [InlineData("2026-10-25T00:30Z")] // 1:30am, and an hour later
    [InlineData("2026-10-25T01:30Z")] // 1:30am again.
    [InlineData("2026-11-27T04:15:07Z")]
    [InlineData("2026-11-27T04:15:30.5Z")]
    public void Of_ReadAgain_IsTheSameMoment(string text)
    {
        Assert.True(MomentText.TryParse(text, out var at));

        Assert.Equal(text, MomentText.Of(at));
    }
}
