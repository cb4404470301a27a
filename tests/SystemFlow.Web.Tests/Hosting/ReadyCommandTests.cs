using System.Globalization;
using SystemFlow.Testing;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class ReadyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-ready-");

    [Theory]
    [InlineData(null, "http://localhost:5080/")]
    [InlineData("http://0.0.0.0:5081", "http://127.0.0.1:5081/")]
    [InlineData("http://*:5082", "http://127.0.0.1:5082/")]
    [InlineData("http://[::]:5083", "http://127.0.0.1:5083/")]
    [InlineData("http://10.20.0.11:5080;http://127.0.0.1:5084", "http://127.0.0.1:5084/")]
    [InlineData("http://10.20.0.11:5080", "http://10.20.0.11:5080/")]
    [InlineData("https://127.0.0.1:5443", null)]
    public void Address_IsWhereTheProgramListens_OnThisMachineFirst(string? urls, string? address) =>
        Assert.Equal(address, ReadyCommand.AddressOf(urls)?.ToString());

    [Fact]
    public async Task Check_OfAProgramThatRuns_AnswersToAName_IsReady()
    {
        using var program = await RunningProgram.StartAsync(_folder.FullName, "--no-simulator", "--AllowedHosts", "flow.example.nhs.uk");

        var (code, said) = await CheckAsync("--check-ready", "20", "--urls", program.Http.BaseAddress!.ToString(), "--AllowedHosts", "flow.example.nhs.uk");

        Assert.Equal((0, "200 \"OK\""), (code, said.Trim()));
    }

    [Fact]
    public async Task Check_OfNobody_IsNotReady_AndSaysWhere()
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}");

        var (code, said) = await CheckAsync("--check-ready", "--urls", address);

        Assert.Equal(1, code);
        Assert.Contains($"{address}/ does not answer", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("86400")]
    public async Task Check_ForHowLongNobodyKnows_SaysWhatToEnter(string seconds)
    {
        var (code, said) = await CheckAsync($"--check-ready={seconds}");

        Assert.Equal(2, code);
        Assert.Contains("Enter --check-ready SECONDS", said, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<(int Code, string Said)> CheckAsync(params string[] args)
    {
        using var said = new StringWriter();
        return (await ReadyCommand.Of(args)!.RunAsync(said, said, TimeProvider.System, TestContext.Current.CancellationToken), said.ToString());
    }
}
