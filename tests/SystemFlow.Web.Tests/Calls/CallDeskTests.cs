using System.Security.Claims;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Calls;

public sealed class CallDeskTests
{
    private const string Call = "2026-01-05T1100";
    private static readonly ClaimsPrincipal Ann = Screen.SignedIn();
    private static readonly ClaimsPrincipal Jo = Screen.SignedIn("Jo Smith", "board member");
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACall_FromChairToEnd_IsKeptWithWhoDidWhat()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();

        Assert.Null(await desk.TakeChairAsync(Ann, Call, Cancelled));
        Assert.Null(await desk.StartAsync(Ann, Call, Cancelled));
        Assert.Null(await desk.AttendAsync(Jo, Call, new("RWH", Attendance.Present, "Sam Lee, manager"), Cancelled));
        Assert.Null(await desk.WriteAsync(Jo, Call, CallLineKind.Minute, "Beds are tight", Cancelled));
        Assert.Null(await desk.WriteAsync(Ann, Call, CallLineKind.Decision, " Open 6 beds ", Cancelled));
        Assert.Null(await desk.EndAsync(Ann, Call, Cancelled));
        Assert.Null(await desk.CorrectAsync(Jo, Call, 5, 5, "Open 8 beds", Cancelled));

        var record = CallRecord.Of(await screen.The<CallLog>().LinesAsync(Call, Cancelled));
        Assert.Equal((CallStage.Ended, "Ann Other, site lead", 1), (record.Stage, record.Chair, record.Present));
        Assert.Equal(["Minute: Beds are tight, Jo Smith, board member", "Decision: Open 8 beds, Jo Smith, board member"],
            record.Notes.Select(note => $"{note.Last.Kind}: {note.Last.Words}, {note.Last.By}"));
        Assert.Equal("Open 6 beds", Assert.Single(record.Notes[1].Before).Words);
    }

    [Fact]
    public async Task Anything_ByNobodySignedIn_IsRefused()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();

        string?[] answers =
        [
            await desk.TakeChairAsync(Nobody, Call, Cancelled), await desk.StartAsync(Nobody, Call, Cancelled), await desk.EndAsync(Nobody, Call, Cancelled),
            await desk.AttendAsync(Nobody, Call, new("RWH", Attendance.Present, ""), Cancelled),
            await desk.WriteAsync(Nobody, Call, CallLineKind.Minute, "A minute", Cancelled), await desk.CorrectAsync(Nobody, Call, 1, 1, "A minute", Cancelled),
        ];

        Assert.All(answers, answer => Assert.StartsWith("Sign in to ", answer, StringComparison.Ordinal));
        Assert.Empty(await screen.The<CallLog>().LinesAsync(Call, Cancelled));
    }

    [Fact]
    public async Task Start_WithoutTheChair_AndEndByAnother_AreRefused()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();

        Assert.StartsWith("Take the chair first", await desk.StartAsync(Ann, Call, Cancelled), StringComparison.Ordinal);
        await desk.TakeChairAsync(Ann, Call, Cancelled);
        await desk.StartAsync(Ann, Call, Cancelled);
        Assert.StartsWith("Ann Other, site lead has the chair.", await desk.EndAsync(Jo, Call, Cancelled), StringComparison.Ordinal);
        Assert.Null(await desk.TakeChairAsync(Jo, Call, Cancelled)); // The chair may pass on.
        Assert.Null(await desk.EndAsync(Jo, Call, Cancelled));
        Assert.Equal("The call is over.", await desk.StartAsync(Jo, Call, Cancelled));
    }

    [Theory]
    [InlineData("", "Enter the minute.")]
    [InlineData("Patient 943 476 5919 waits", "Take out of the minute what looks like an NHS number")]
    public async Task Write_WhatMayNotBeKept_IsRefused(string words, string refusal)
    {
        await using var screen = At11();
        await screen.The<CallDesk>().TakeChairAsync(Ann, Call, Cancelled);
        await screen.The<CallDesk>().StartAsync(Ann, Call, Cancelled);

        Assert.StartsWith(refusal, await screen.The<CallDesk>().WriteAsync(Ann, Call, CallLineKind.Minute, words, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_BeforeTheStartOrLongAfterTheEnd_IsRefused()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();
        Task<string?> WriteAsync() => desk.WriteAsync(Ann, Call, CallLineKind.Decision, "Open 6 beds", Cancelled);

        Assert.StartsWith("The call has not been started", await WriteAsync(), StringComparison.Ordinal);
        await desk.TakeChairAsync(Ann, Call, Cancelled);
        await desk.StartAsync(Ann, Call, Cancelled);
        await desk.EndAsync(Ann, Call, Cancelled);
        screen.Time.Advance(CallRecord.WritesAfterEnd);
        Assert.Null(await WriteAsync()); // Who was in the middle of a sentence finishes it.
        screen.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("The call is over.", await WriteAsync(), StringComparison.Ordinal);
        Assert.StartsWith("The call is over.", await desk.AttendAsync(Ann, Call, new("RWH", Attendance.Absent, ""), Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallThatNobodyEnded_AfterHoursWithoutALine_TakesNoMore_ButCorrections()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();
        await desk.TakeChairAsync(Ann, Call, Cancelled);
        await desk.StartAsync(Ann, Call, Cancelled);
        await desk.WriteAsync(Ann, Call, CallLineKind.Minute, "Beds are tight", Cancelled);
        screen.Time.Advance(CallRecord.LeftAfter);

        string?[] answers =
        [
            await desk.WriteAsync(Ann, Call, CallLineKind.Minute, "Still tight", Cancelled), await desk.TakeChairAsync(Jo, Call, Cancelled),
            await desk.EndAsync(Ann, Call, Cancelled), await desk.AttendAsync(Ann, Call, new("RWH", Attendance.Present, ""), Cancelled),
        ];

        Assert.All(answers, answer => Assert.StartsWith("The call is over: nothing was written on it for 3 hours.", answer, StringComparison.Ordinal));
        Assert.Null(await desk.CorrectAsync(Ann, Call, 3, 3, "Beds were tight", Cancelled));
    }

    [Fact]
    public async Task Correct_WhatAnotherCorrectedMeanwhile_IsRefused_AndSaysWhatItSaysNow()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();
        await desk.TakeChairAsync(Ann, Call, Cancelled);
        await desk.StartAsync(Ann, Call, Cancelled);
        await desk.WriteAsync(Ann, Call, CallLineKind.Decision, "Open 6 beds", Cancelled);
        await desk.CorrectAsync(Ann, Call, 3, 3, "Open 8 beds", Cancelled);

        Assert.StartsWith(
            "Ann Other, site lead corrected it meanwhile: Open 8 beds", await desk.CorrectAsync(Jo, Call, 3, 3, "Open 7 beds", Cancelled), StringComparison.Ordinal);
        Assert.Null(await desk.CorrectAsync(Jo, Call, 3, 4, "Open 7 beds", Cancelled));
    }

    [Fact]
    public async Task Attend_WhatIsSaidAlready_IsKeptOnce()
    {
        await using var screen = At11();
        var desk = screen.The<CallDesk>();

        Assert.Null(await desk.AttendAsync(Ann, Call, new("RWH", Attendance.Present, "Sam Lee, manager"), Cancelled));
        Assert.Null(await desk.AttendAsync(Ann, Call, new("RWH", Attendance.Present, " Sam Lee, manager"), Cancelled));
        Assert.Single(await screen.The<CallLog>().LinesAsync(Call, Cancelled));
        Assert.Null(await desk.AttendAsync(Ann, Call, new("RWH", Attendance.Absent, "Sam Lee, manager"), Cancelled));
        Assert.Equal(2, (await screen.The<CallLog>().LinesAsync(Call, Cancelled)).Length);
    }

    [Theory]
    [InlineData("2026-01-05T1500", "The call opens at 2pm, an hour before it.")]
    [InlineData("2026-01-05T1200", "There is no such call.")]
    [InlineData("2026-01-04T1500", "The call was not held")]
    [InlineData("nonsense", "There is no such call.")]
    public async Task TakeChair_OfACallThatIsNotOpen_IsRefused(string call, string refusal)
    {
        await using var screen = At11();

        Assert.StartsWith(refusal, await screen.The<CallDesk>().TakeChairAsync(Ann, call, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attend_AnOrganisationThatIsNotAsked_IsRefused()
    {
        await using var screen = At11();

        Assert.Equal("Select an organisation.", await screen.The<CallDesk>().AttendAsync(Ann, Call, new("RWH99", Attendance.Present, ""), Cancelled));
    }

    [Fact]
    public async Task Write_ThatCannotBeRecorded_SaysSo_AndChangesNothing()
    {
        await using var screen = At11();
        _ = screen.The<CallLog>();
        screen.RefuseEvents("call_lines");

        Assert.StartsWith("Nothing was kept", await screen.The<CallDesk>().TakeChairAsync(Ann, Call, Cancelled), StringComparison.Ordinal);
        Assert.Empty(await screen.The<CallLog>().LinesAsync(Call, Cancelled));
    }

    private static Screen At11()
    {
        var screen = new Screen();
        screen.Time.Advance(TimeSpan.FromHours(2));
        return screen;
    }
}
