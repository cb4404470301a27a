using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests;

public sealed class SubmissionTests
{
    // What is stored, what comes in ('-' is no value), how many minutes later it was submitted, and whether it counts.
    [Theory]
    [InlineData("561", "561", 0, false)]
    [InlineData("561", "561", 1, false)]
    [InlineData("561", "570", -1, false)]
    [InlineData("561", "570", 0, true)]
    [InlineData("561", "570", 1, true)]
    [InlineData("561", "-", 0, false)]
    [InlineData("561", "-", 1, true)]
    [InlineData("-", "561", 0, true)]
    [InlineData("-", "-", 1, false)]
    public void Replaces_FollowsValueAndSubmission(string stored, string incoming, int minutesLater, bool counts)
    {
        var first = Say(stored, minutesLater: 0);

        var second = Say(incoming, minutesLater);

        Assert.Equal(counts, Submission.Replaces(first, second));
    }

    [Fact]
    public void Replaces_ACopyWithLessOnIt_OnlyWhenItIsLater()
    {
        var full = A.Reading with { Numerator = 561, Denominator = 600, Comment = "All wards" };
        var less = A.Reading;

        Assert.False(Submission.Replaces(full, less));
        Assert.True(Submission.Replaces(less, full));
        Assert.True(Submission.Replaces(full, less with { SubmittedAt = less.SubmittedAt.AddMinutes(1) }));
    }

    private static Reading Say(string value, int minutesLater) => A.Reading with
    {
        Value = value == "-" ? null : double.Parse(value),
        SubmittedAt = A.Monday9am.AddMinutes(minutesLater),
    };
}
