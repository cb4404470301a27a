using SystemFlow.Domain.Calls;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Calls;

public sealed class CallRecordTests
{
    private int _number;

    [Fact]
    public void Of_NoLines_IsWaiting() => Assert.Equal((CallStage.Waiting, null), (CallRecord.Of([]).Stage, CallRecord.Of([]).Chair));

    [Fact]
    public void Of_AWholeCall_TellsChairStagesAttendanceAndNotes()
    {
        var record = CallRecord.Of(
        [
            Line("Ann", CallLineKind.Chair), Line("Jo", CallLineKind.Chair), Line("Jo", CallLineKind.Started),
            Line("Jo", CallLineKind.Attendance, "Sam") with { Organisation = "RWH", Attendance = Attendance.Absent },
            Line("Jo", CallLineKind.Attendance, "Sam") with { Organisation = "RWH", Attendance = Attendance.Present },
            Line("Jo", CallLineKind.Minute, "Beds are tight"), Line("Ann", CallLineKind.Decision, "Open 6 beds"),
            Line("Jo", CallLineKind.Ended),
        ]);

        Assert.Equal((CallStage.Ended, "Jo", 1), (record.Stage, record.Chair, record.Present));
        Assert.Equal(["Beds are tight", "Open 6 beds"], record.Notes.Select(note => note.Last.Words));
        Assert.Equal("Open 6 beds", Assert.Single(record.Decisions).Last.Words);
    }

    [Fact]
    public void Of_ACorrection_StandsInItsPlace_AndTheOldWordsStay()
    {
        var (first, second) = (Line("Ann", CallLineKind.Decision, "Open 6 beds"), Line("Ann", CallLineKind.Decision, "Close none"));
        var corrected = Line("Jo", CallLineKind.Decision, "Open 8 beds") with { Corrects = first.Number };

        var record = CallRecord.Of([first, second, corrected]);

        Assert.Equal(["Open 8 beds", "Close none"], record.Notes.Select(note => note.Last.Words));
        Assert.Equal("Open 6 beds", Assert.Single(record.Notes[0].Before).Words);
    }

    [Theory]
    [InlineData(false, 179, CallStage.UnderWay)]
    [InlineData(false, 180, CallStage.Left)]
    [InlineData(true, 180, CallStage.Ended)]
    public void AsAt_HoursWithoutALine_IsLeft_UnlessItWasEnded(bool isEnded, int minutes, CallStage stage)
    {
        CallLine[] lines = [Line("Ann", CallLineKind.Chair), Line("Ann", CallLineKind.Started), Line("Ann", CallLineKind.Minute, "Beds are tight")];
        if (isEnded) lines = [.. lines, Line("Ann", CallLineKind.Ended)];
        var last = lines[^1].At;
        CallLine[] corrected = [.. lines, Line("Jo", CallLineKind.Minute, "Beds were tight") with { Corrects = 3, At = last.AddHours(2) }];

        Assert.Equal(stage, CallRecord.Of(corrected).AsAt(last.AddMinutes(minutes)).Stage);
    }

    private CallLine Line(string by, CallLineKind kind, string words = "") => new(++_number, "2026-01-05T1100", A.Monday9am.AddMinutes(_number), by, kind, words);
}
