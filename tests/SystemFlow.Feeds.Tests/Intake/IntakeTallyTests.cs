using SystemFlow.Feeds.Intake;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Intake;

public sealed class IntakeTallyTests
{
    [Fact]
    public void Answer_CountsEveryRow_AndListsAHundred()
    {
        var tally = new IntakeTally();
        var refusal = new Refusal(1, "value", Reasons.OutOfRange, "Too many.");

        for (var i = 0; i < 150; i++) tally.Add(IntakeRow.Refused(i, refusal));
        tally.Add(IntakeRow.Accepted(151, A.Reading, refusal));
        tally.Add(IntakeRow.Outside(152));
        tally.Store(accepted: 1, amended: 0, duplicates: 0);
        var answer = tally.ToAnswer();

        Assert.Equal((1, 150, 100, 1, 1, 1), (answer.Accepted, answer.RejectedTotal, answer.Rejected.Length,
            answer.WarningsTotal, answer.Warnings.Length, answer.OutsideFootprint));
    }
}
