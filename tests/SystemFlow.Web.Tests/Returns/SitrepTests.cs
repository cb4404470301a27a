using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Returns;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Returns;

namespace SystemFlow.Web.Tests.Returns;

/// <summary>Yesterday's situation report, from what a feed sent to the file that a duty director signed.</summary>
public sealed class SitrepTests : IDisposable
{
    private const string Head = "Code,Name,Date,G&A Beds Open,G&A beds occ'd,CC Adult Open,CC Adult Occ,Delays30,Delays60,A&E Attendances";

    private static readonly ClaimsPrincipal Ann = Persons.SignedIn("Ann Other", "duty director");

    private readonly FlowApp _app = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ReturnDesk Desk => _app.Services.GetRequiredService<ReturnDesk>();

    // Two days back: its events are over whatever the time is now.
    private DateOnly Day => Desk.Today.AddDays(-2);

    [Fact]
    public async Task File_GivesBackWhatWasSent_CellByCell_AndReadInAgainItIsNothingNew()
    {
        await SendAsync($"RWH,East,{Text(Day)},620,561,20,17,31,12,455", $"RQW,Harlow,{Text(Day)},402,,14,14,,,");

        var file = await _app.GetAsync($"/api/v1/sitrep?date={Text(Day)}");
        var again = await _app.SendAsync("text/csv", file.Text, "sitrep");

        Assert.Equal((200, "text/csv"), (file.Status, file.Type));
        Assert.Contains($"\"RWH\",\"East and North Hertfordshire NHS Trust\",{Text(Day)},620,561,{561 / 620d:R},20,17,0.85,", file.Text, StringComparison.Ordinal);
        Assert.Contains(",31,12,455,,\r\n", file.Text, StringComparison.Ordinal);
        Assert.Contains($",{Text(Day)},402,,,14,14,1,", file.Text, StringComparison.Ordinal);
        Assert.Equal(200, again.Status);
        Assert.Equal("0", (string?)again.Json["amended"]?.ToString());
    }

    [Theory]
    [InlineData("27/11/2026", "such as 2026-11-27")]
    [InlineData("9999-12-31", "in the future")]
    [InlineData("0001-01-01", "such as 2026-11-27")]
    public async Task File_OfNoDayThatWas_IsRefusedWithWhatToDo(string date, string says)
    {
        var answer = await _app.GetAsync($"/api/v1/sitrep?date={date}");

        Assert.Equal(400, answer.Status);
        Assert.Contains(says, (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_StaysAsItWasSigned_UntilTheAmendmentIsSigned()
    {
        await SendAsync($"RWH,East,{Text(Day)},620,561,20,17,31,12,455");
        Assert.Empty(await SignAsync(""));

        await SendAsync($"RWH,East,{Text(Day)},620,559,20,17,31,12,455");
        var amended = await ViewAsync();
        var before = (await _app.GetAsync($"/api/v1/sitrep?date={Text(Day)}")).Text;
        var withoutReason = await SignAsync("");
        var withReason = await SignAsync("Two patients were counted twice");
        var after = (await _app.GetAsync($"/api/v1/sitrep?date={Text(Day)}")).Text;

        Assert.Equal("G&A beds occ'd", Assert.Single(amended.Differences).Column);
        Assert.Contains(",620,561,", before, StringComparison.Ordinal);
        Assert.Equal(["Enter the reason for the amendment."], withoutReason);
        Assert.Empty(withReason);
        Assert.Contains(",620,559,", after, StringComparison.Ordinal);
        var journal = await _app.Services.GetRequiredService<Operations.Journal.Journal>().ReadAsync(new JournalQuestion { Kind = JournalKind.Sitrep }, 10, Cancelled);
        Assert.Equal(
            ["Amendment 1 signed off: Two patients were counted twice", "Signed off, 11 of 15 cells blank."], journal.Select(line => line.Entry.Words));
        Assert.All(journal, line => Assert.Equal("Ann Other, duty director", line.Entry.By));
    }

    [Fact]
    public async Task Sign_WhatChangedMeanwhile_OrSomebodyElseSigned_IsRefused()
    {
        await SendAsync($"RWH,East,{Text(Day)},620,561,20,17,31,12,455");
        var seen = await ViewAsync();
        await SendAsync($"RWH,East,{Text(Day)},620,559,20,17,31,12,455");

        var changed = await Desk.SignAsync(Ann, seen, new SignFields { IsDirector = true }, Cancelled);
        var fresh = await ViewAsync();
        var signs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Desk.SignAsync(Ann, fresh, new SignFields { IsDirector = true }, Cancelled)));

        Assert.Equal(["Nothing was signed: a figure changed while you looked. Look at the figures again, then sign."], changed);
        Assert.Single(signs, problems => problems.IsEmpty);
        Assert.Single(signs.SelectMany(problems => problems), problem => problem.Contains("somebody else signed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ByNobody_WithoutConfirming_WithAPatientInTheNote_OrTooEarlyOrTooLate_IsRefused()
    {
        var view = await ViewAsync();
        var (tomorrow, closed) = (await ViewAsync(Desk.Today.AddDays(1)), await ViewAsync(Desk.Today.AddDays(-ReturnTimes.AmendableDays - 1)));

        var nobody = await Desk.SignAsync(new ClaimsPrincipal(new ClaimsIdentity()), view, new SignFields { IsDirector = true }, Cancelled);
        var unconfirmed = await Desk.SignAsync(Ann, view, new SignFields(), Cancelled);
        var patient = await Desk.SignAsync(Ann, view, new SignFields { IsDirector = true, Note = "See 943 476 5919" }, Cancelled);
        var early = await Desk.SignAsync(Ann, tomorrow, new SignFields { IsDirector = true }, Cancelled);
        var late = await Desk.SignAsync(Ann, closed, new SignFields { IsDirector = true }, Cancelled);

        Assert.Equal(["Sign in to sign a return off: it carries your name."], nobody);
        Assert.Equal(["Confirm that you are the duty director of East and North Herts Trust."], unconfirmed);
        Assert.StartsWith("Take out of the note", Assert.Single(patient), StringComparison.Ordinal);
        Assert.Equal(["Beds are counted at 8am: sign after that."], early);
        Assert.StartsWith("This return is closed", Assert.Single(late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysOfEachBlankCellWhy_AndOfWhatWasSignedWhatTheRecordHasNow()
    {
        await SendAsync($"RWH,East,{Text(Day)},620,561,20,17,31,12,455");
        await SignAsync("");
        await SendAsync($"RWH,East,{Text(Day)},620,559,20,17,31,12,455");

        var page = await _app.GetAsync($"/sitrep/{Text(Day)}");

        Assert.Equal(200, page.Status);
        Assert.Contains("561 beds", page.Text, StringComparison.Ordinal);
        Assert.Contains("signed; the record has 559 beds now", page.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing was reported", page.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await _app.GetAsync("/sitrep/yesterday")).Status);
        Assert.Equal(404, (await _app.GetAsync("/sitrep/0001-01-01")).Status);
    }

    public void Dispose() => _app.Dispose();

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task SendAsync(params string[] lines) =>
        Assert.Equal(200, (await _app.SendAsync("text/csv", $"{Head}\n{string.Join('\n', lines)}", "sitrep")).Status);

    private async Task<ReturnView> ViewAsync(DateOnly? due = null) => (await Desk.ReadAsync(due ?? Day, Cancelled)).First(view => view.Trust.Code.ToString() == "RWH");

    private async Task<string[]> SignAsync(string note) =>
        [.. await Desk.SignAsync(Ann, await ViewAsync(), new SignFields { IsDirector = true, Note = note }, Cancelled)];
}
