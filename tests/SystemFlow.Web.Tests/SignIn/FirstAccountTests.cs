using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Tests.SignIn;

public sealed class FirstAccountTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-first-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FirstStart_PrintsAPasswordThatWorks_AndTheSecondNone()
    {
        var first = await StartAsync(configured: null);
        var second = await StartAsync(configured: null);

        var password = Printed(first);
        Assert.Null(PasswordRules.ProblemOf(password, Account.First));
        Assert.Equal(ProofResult.Right, await TryAsync(password));
        Assert.Equal(ProofResult.Wrong, await TryAsync(password + " "));
        Assert.Empty(second);
    }

    [Fact]
    public async Task FirstStart_OfAnotherSystem_PrintsAnotherPassword()
    {
        var one = Printed(await StartAsync(configured: null));
        var other = Printed(await StartAsync(configured: null, "another"));

        Assert.NotEqual(one, other);
        Assert.All((string[])[one, other], password => Assert.Matches("^[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){3}$", password)); // A hundred random bits.
    }

    [Fact]
    public async Task Start_WithTheOperatorsPassword_TakesItAndPrintsNothing()
    {
        await StartAsync(configured: null);

        Assert.Empty(await StartAsync(FlowApp.Password));
        Assert.Equal(ProofResult.Right, await TryAsync(FlowApp.Password));
    }

    [Fact]
    public async Task Start_WithAPasswordThatCanBeGuessed_EndsSayingWhatToDoAndNotThePassword()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("hunter2"));

        Assert.Contains("SYSTEMFLOW_ADMIN_PASSWORD", error.Message, StringComparison.Ordinal);
        Assert.Contains("12 to 200 characters", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static string Printed(string output) => output.Split("shown this once:")[1].Split('\n')[0].Trim();

    private AccountBook Open(string system = "") => new(
        new AccountBookOptions(Path.Combine(_folder, system, "accounts.db"), Iterations: 100, RefusesAfter: TimeSpan.Zero), TimeProvider.System, new EphemeralDataProtectionProvider(), NullLoggerFactory.Instance);

    private async Task<string> StartAsync(string? configured, string system = "")
    {
        using var book = Open(system);
        using var output = new StringWriter();
        await FirstAccount.EnsureAsync(book, configured, output);
        return output.ToString();
    }

    private async Task<ProofResult> TryAsync(string password)
    {
        using var book = Open();
        return (await book.CheckPasswordAsync(Account.First, password)).Result;
    }
}
