using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Rules;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Rules;

public sealed class RuleDocumentsOnFilesTests() : RuleDocumentsTests(new FileStore())
{
    // The files as they are while the program runs, which is what a kill leaves behind.
    [Fact]
    public async Task Open_AfterAKill_HasTheLastSave()
    {
        var rules = Open();
        await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);
        var file = Store.PathOf("operations");
        var left = Directory.CreateDirectory(Store.PathOf("left")).FullName;

        foreach (var one in Directory.GetFiles(Path.GetDirectoryName(file)!)) File.Copy(one, Path.Combine(left, Path.GetFileName(one)));
        var again = new RuleDocuments(
            Path.Combine(left, "operations.db"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex, new ManualTime(A.Monday9am), NullLogger<RuleDocuments>.Instance);

        Assert.Equal(("Winter", 1L), (again.Current.Pressure.Name, again.Current.Version));
    }
}

public sealed class RuleDocumentsOnPostgresTests(Postgres server) : RuleDocumentsTests(new ServerStore(server));

public abstract class RuleDocumentsTests(TestStore store) : StoreTests(store)
{
    protected const string Lead = "Ann Other, system lead";
    protected const string WinterNote = "Agreed for winter";

    protected static string Winter { get; } = (PressureRules.Standard with { Name = "Winter" }).ToJson();

    [Fact]
    public async Task Open_NothingSaved_HasWhatShips()
    {
        var rules = Open();

        var history = await rules.HistoryAsync(RuleKind.Pressure);

        Assert.Same(PressureRules.Standard, rules.Current.Pressure);
        Assert.Equal((0L, 0), (rules.Current.Version, rules.VersionInForce(RuleKind.Pressure)));
        Assert.Equal([(0, RuleDocuments.ShippedBy)], history.Select(document => (document.Version, document.Author)));
    }

    [Fact]
    public async Task Save_IsInForceAtOnce_AndSaysSo()
    {
        var rules = Open();
        var seen = "";
        rules.Changed += () => seen = rules.Current.Pressure.Name;

        var saved = await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote, confirmedBy: "Delivery board");

        Assert.Equal(new SavedRules(1, null), saved);
        Assert.Equal(("Winter", 1L, 1), (seen, rules.Current.Version, rules.VersionInForce(RuleKind.Pressure)));
        var newest = (await rules.HistoryAsync(RuleKind.Pressure))[0];
        Assert.Equal((Lead, WinterNote, A.Monday9am, "Delivery board"), (newest.Author, newest.Note, newest.At, newest.ConfirmedBy));
    }

    [Fact]
    public async Task PressureAt_IsWhatWasInForceThen_WhateverCameSince()
    {
        var time = new ManualTime(A.Monday9am);
        var rules = Open(time: time);
        await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);
        time.Advance(TimeSpan.FromHours(1));
        await rules.SaveAsync(RuleKind.Pressure, 1, (PressureRules.Standard with { Name = "Draft" }).ToJson(), Lead, "To think about", putInForce: false);
        time.Advance(TimeSpan.FromHours(1));
        await rules.SaveAsync(RuleKind.Pressure, 2, (PressureRules.Standard with { Name = "Spring" }).ToJson(), Lead, "Winter is over");

        Assert.Same(PressureRules.Standard, rules.PressureAt(A.Monday9am.AddTicks(-1)));
        int[] minutes = [0, 119, 120];
        Assert.Equal(["Winter", "Winter", "Spring"], minutes.Select(minute => rules.PressureAt(A.Monday9am.AddMinutes(minute)).Name));
    }

    [Fact]
    public async Task Save_ThatCannotBeRecorded_SaysSoAndChangesNothing()
    {
        var rules = Open();
        Store.Fill("operations", "rule_documents");

        var saved = await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);

        Assert.Null(saved.Version);
        Assert.StartsWith("Nothing was saved, because it could not be recorded.", saved.Refusal);
        Assert.Same(PressureRules.Standard, rules.Current.Pressure);
    }

    [Fact]
    public async Task Save_ConfirmedByAWholeEssay_IsRefused()
    {
        var saved = await Open().SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote, confirmedBy: new string('x', RuleDocuments.LongestName + 1));

        Assert.Equal(new SavedRules(null, "Who confirmed it is longer than 200 characters."), saved);
    }

    [Fact]
    public async Task Save_AWrongBody_NamesEveryFaultAndKeepsNothing()
    {
        var rules = Open();
        var wrong = Winter.Replace("nctr.rate", "nctr.share").Replace("\"leastShare\": 0.2", "\"leastShare\": 2");

        var error = await Assert.ThrowsAsync<FormatException>(() => rules.SaveAsync(RuleKind.Pressure, 0, wrong, Lead, WinterNote));

        Assert.Contains("leastShare must be 0 to 1.", error.Message);
        Assert.Contains("nctr.share is not in the metric dictionary.", error.Message);
        Assert.Single(await rules.HistoryAsync(RuleKind.Pressure));
    }

    [Theory]
    [InlineData("", "Why", "Sign in to change rules: each version carries a name.")]
    [InlineData(Lead, "  ", "Say in a few words why you change the rules.")]
    public async Task Save_WithoutANameOrAReason_IsRefused(string author, string note, string refusal)
    {
        var rules = Open();

        var saved = await rules.SaveAsync(RuleKind.Pressure, 0, Winter, author, note);

        Assert.Equal(new SavedRules(null, refusal), saved);
        Assert.Single(await rules.HistoryAsync(RuleKind.Pressure));
    }

    [Fact]
    public async Task Save_ABodyBeyondTheBound_IsRefused()
    {
        var rules = Open();

        var error = await Assert.ThrowsAsync<FormatException>(
            () => rules.SaveAsync(RuleKind.Pressure, 0, new string(' ', RuleDocuments.LargestBody + 1), Lead, WinterNote));

        Assert.Equal("The rules are longer than 256 KiB.", error.Message);
    }

    [Fact]
    public async Task Save_SomebodySavedMeanwhile_IsRefusedWithTheirNameAndNote()
    {
        var (mine, theirs) = (Open(), Open());
        await theirs.SaveAsync(RuleKind.Pressure, 0, Winter, "Bo Brown, site lead", "Norovirus");

        var saved = await mine.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);

        Assert.Null(saved.Version);
        Assert.StartsWith("Bo Brown, site lead saved version 1 while you were editing: \"Norovirus\". Nothing of yours was saved.", saved.Refusal);
    }

    [Fact]
    public async Task Save_ManyAtOnceFromOneVersion_KeepsOneOfThem()
    {
        var rules = Open();

        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            index => Task.Run(() => rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, $"Save {index}"))));

        Assert.Single(saves, saved => saved.Version == 1);
        Assert.Equal(2, (await rules.HistoryAsync(RuleKind.Pressure)).Length);
    }

    [Fact]
    public async Task Save_ADraft_IsKeptAndNotInForceUntilItIsUsed()
    {
        var rules = Open();
        await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote, putInForce: false);
        Assert.Same(PressureRules.Standard, rules.Current.Pressure);

        await rules.UseAsync(RuleKind.Pressure, 1, Lead, "Winter is here");

        Assert.Equal(("Winter", 2), (rules.Current.Pressure.Name, rules.VersionInForce(RuleKind.Pressure)));
    }

    [Fact]
    public async Task Use_AnOlderVersion_IsANewLineOfHistory()
    {
        var rules = Open();
        await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);

        await rules.UseAsync(RuleKind.Pressure, 0, Lead, "Too noisy");

        Assert.Equal((PressureRules.Standard.Name, 2L), (rules.Current.Pressure.Name, rules.Current.Version));
        Assert.Equal(
            ["Version 0 again: Too noisy", WinterNote, "As the product comes"],
            (await rules.HistoryAsync(RuleKind.Pressure)).Select(document => document.Note));
    }

    [Fact]
    public async Task Use_AVersionThatIsNotThere_IsRefused() =>
        Assert.Equal("There is no version 7.", (await Open().UseAsync(RuleKind.Pressure, 7, Lead, WinterNote)).Refusal);

    [Fact]
    public async Task Save_EachKind_IsKeptOnItsOwn()
    {
        var rules = Open();

        await rules.SaveAsync(RuleKind.Rota, 0, RuleDocuments.Shipped(RuleKind.Rota).Body, Lead, "Rota");
        await rules.SaveAsync(RuleKind.Alerts, 0, RuleDocuments.Shipped(RuleKind.Alerts).Body, Lead, "Alerts");

        Assert.Equal((0, 1, 1), (
            rules.VersionInForce(RuleKind.Pressure), rules.VersionInForce(RuleKind.Alerts), rules.VersionInForce(RuleKind.Rota)));
        Assert.Equal(2, rules.Current.Version);
    }

    [Fact]
    public async Task Open_TheNewestCannotBeRead_UsesTheOneBeforeAndSaysSo()
    {
        var rules = Open();
        await rules.SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);
        await rules.SaveAsync(RuleKind.Pressure, 1, Winter, Lead, "Of a newer program");
        Damage("""{ "shape": "of a newer program" }""", 2);

        var again = Open();

        Assert.Equal(("Winter", 1), (again.Current.Pressure.Name, again.VersionInForce(RuleKind.Pressure)));
        Assert.StartsWith("Version 2 of the pressure rules cannot be used, an older one is in force.", again.Problem);
    }

    [Fact]
    public async Task Open_NoVersionCanBeRead_UsesWhatShips()
    {
        await Open().SaveAsync(RuleKind.Pressure, 0, Winter, Lead, WinterNote);
        Damage("not rules", 1);

        var again = Open();

        Assert.Same(PressureRules.Standard, again.Current.Pressure);
        Assert.NotNull(again.Problem);
    }

    protected RuleDocuments Open(ManualTime? time = null) => new(
        Store.Open(), Store.PathOf("operations"), MetricDictionary.Standard, Footprint.HertfordshireWestEssex,
        time ?? new ManualTime(A.Monday9am), NullLogger<RuleDocuments>.Instance);

    private void Damage(string body, int version) =>
        Store.ByHand("operations").Write(database => database.Execute("UPDATE rule_documents SET body = @body WHERE version = @version", new { body, version }));
}
