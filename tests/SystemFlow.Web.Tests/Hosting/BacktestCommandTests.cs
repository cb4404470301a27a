using System.Diagnostics;
using System.Globalization;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class BacktestCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-backtest-").FullName;

    private string Winter => Path.Combine(_folder, "winter.csv");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Backtest_OfAWinter_PrintsATableWithProgress_AndEnds()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);

        var (code, output, errors) = await RunAsync("--backtest", Winter, "--backtest-out", Path.Combine(_folder, "out.csv"));

        Assert.Equal((0, true), (code, errors.Contains("Back-test 100%", StringComparison.Ordinal)));
        Assert.Contains("1 December 2017 to 31 December 2017: 90 readings", output);
        Assert.Contains(output.Split('\n'), line => line.StartsWith("occupancy-high", StringComparison.Ordinal) && line.Contains("RWH"));
        Assert.DoesNotContain("RWG", output);
        var episodes = await File.ReadAllLinesAsync(Path.Combine(_folder, "out.csv"), Cancelled);
        Assert.Contains(episodes, line => line.StartsWith("standard,occupancy-high,RWH,2017-12-11T08:15:00Z,", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task Backtest_OfOtherRules_IsSetBesideTheStandardOnes()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);
        var rules = Path.Combine(_folder, "rules.json");
        await File.WriteAllTextAsync(rules, AlertRuleSet.Standard.ToJson(), Cancelled);

        var (code, output, _) = await RunAsync($"--backtest={Winter}", $"--rules={rules}");

        var rows = output.Split('\n').Where(line => line.StartsWith("occupancy-high ", StringComparison.Ordinal)).ToList();
        Assert.Equal(0, code);
        Assert.Equal(2, rows.Count);
        Assert.Equal(rows[1].Replace("standard ", "", StringComparison.Ordinal), rows[0].Replace("candidate", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backtest_OfAFolder_PrintsALineForEachFile()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);
        await File.WriteAllLinesAsync(Path.Combine(_folder, "again.csv"), MadeUpWinter(), Cancelled);

        var (code, output, errors) = await RunAsync("--backtest", _folder);

        Assert.Equal((0, true), (code, errors.Contains("Back-test 100%", StringComparison.Ordinal)));
        Assert.Equal(["File", "again", "winter"], output.Split('\n').Take(3).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Backtest_OfAFolderWithoutFiles_SaysSoAndFails()
    {
        var (code, _, errors) = await RunAsync("--backtest", _folder);

        Assert.Equal(1, code);
        Assert.Contains("must hold 1 to 100 files", errors);
    }

    [Fact]
    public async Task Backtest_OfAFileWithFaults_SaysHowManyWereLeftOut()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter().Append("RWH,East,2018-01-05,600,minus one,0"), Cancelled);

        var (code, _, errors) = await RunAsync("--backtest", Winter);

        Assert.Equal(0, code);
        Assert.Contains("1 figures are faulty and were left out, the first on line 32:", errors);
    }

    [Theory]
    [InlineData("Code,Colour\nRWH,green\n", "cannot be lived through")]
    [InlineData(null, "nowhere.csv")]
    public async Task Backtest_OfAFileThatIsNone_SaysSoAndFails(string? text, string words)
    {
        if (text is not null) await File.WriteAllTextAsync(Winter, text, Cancelled);

        var (code, output, errors) = await RunAsync("--backtest", text is null ? Path.Combine(_folder, "nowhere.csv") : Winter);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(words, errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task Backtest_WithRulesThatAreNone_SaysSoAndFails()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);

        var (code, _, errors) = await RunAsync("--backtest", Winter, "--rules", Winter);

        Assert.Equal(1, code);
        Assert.Contains("is not a set of alert rules", errors);
    }

    // 90% for ten days, then 97%.
    private static IEnumerable<string> MadeUpWinter() => Enumerable.Range(0, 30)
        .Select(day => string.Create(CultureInfo.InvariantCulture,
            $"RWH,East,{new DateOnly(2017, 12, 1).AddDays(day):yyyy-MM-dd},600,{(day < 10 ? 540 : 582)},0"))
        .Prepend("Code,Name,Date,G&A Beds Open,G&A beds occ'd,Diverts");

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "SystemFlow.Web.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        }) ?? throw new InvalidOperationException("dotnet could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(Cancelled);
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output, await errors);
    }
}
