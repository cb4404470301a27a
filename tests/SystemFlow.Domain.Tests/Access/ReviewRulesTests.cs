using SystemFlow.Domain.Access;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Access;

public sealed class ReviewRulesTests
{
    private static readonly ReviewRules Rules = new(TimeSpan.FromDays(90), TimeSpan.FromDays(183));
    private static readonly DateTimeOffset Now = A.Monday9am;

    [Theory]
    [InlineData(10, null, null, "")]
    [InlineData(89, null, null, "")]
    [InlineData(90, null, null, "Unused")]
    [InlineData(400, 1, 1, "")]
    [InlineData(400, 91, 100, "Unused")]
    [InlineData(400, 91, 10, "")] // Said to be needed ten days ago: that is a use.
    [InlineData(400, 1, 183, "NotReviewed")]
    [InlineData(400, 1, null, "NotReviewed")]
    [InlineData(400, null, null, "Unused NotReviewed")]
    public void Of_AnAccount_SaysWhyItIsDue(int madeDaysAgo, int? signedInDaysAgo, int? reviewedDaysAgo, string reasons) =>
        Assert.Equal(reasons, string.Join(' ', Rules.Of(Ago(madeDaysAgo)!.Value, Ago(signedInDaysAgo), Ago(reviewedDaysAgo), isSuspended: false, Now)));

    [Fact]
    public void Of_OneThatIsSuspended_IsNotDue() => Assert.Empty(Rules.Of(Ago(400)!.Value, null, null, isSuspended: true, Now));

    private static DateTimeOffset? Ago(int? days) => days is { } number ? Now.AddDays(-number) : null;
}
