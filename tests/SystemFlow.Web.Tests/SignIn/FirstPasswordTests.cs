using SystemFlow.Operations.SignIn;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Tests.SignIn;

public sealed class FirstPasswordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-password-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void FirstStart_PrintsAPasswordThatWorks_AndTheSecondNone()
    {
        var first = Start(configured: null);
        var second = Start(configured: null);

        var password = first.Split("shown this once:")[1].Split('\n')[0].Trim();
        Assert.True(password.Length >= AdminPassword.Shortest);
        Assert.True(Open().IsRight(password));
        Assert.False(Open().IsRight(password + " "));
        Assert.Empty(second);
    }

    [Fact]
    public void Start_WithTheOperatorsPassword_TakesItAndPrintsNothing()
    {
        Start(configured: null);

        Assert.Empty(Start(FlowApp.Password));
        Assert.True(Open().IsRight(FlowApp.Password));
        Assert.DoesNotContain(Directory.GetFiles(_folder), file => File.ReadAllText(file).Contains(FlowApp.Password, StringComparison.Ordinal));
    }

    [Fact]
    public void Start_WithTheSamePassword_KeepsSessions_AndWithAnotherEndsThem()
    {
        Start(FlowApp.Password);
        var before = Open().Stamp;
        Start(FlowApp.Password);
        var same = Open().Stamp;
        Start("another password");

        Assert.Equal(before, same);
        Assert.NotEqual(before, Open().Stamp);
    }

    [Fact]
    public void Start_WithAPasswordThatCanBeGuessed_EndsSayingWhatToDoAndNotThePassword()
    {
        var error = Assert.ThrowsAny<Exception>(() => Start("hunter2"));

        Assert.Contains("SYSTEMFLOW_ADMIN_PASSWORD", error.Message, StringComparison.Ordinal);
        Assert.Contains("12 to 200 characters", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set a longer one", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.False(Open().IsSet);
    }

    private AdminPassword Open() => new(Path.Combine(_folder, "operations.db"));

    private string Start(string? configured)
    {
        using var output = new StringWriter();
        FirstPassword.Ensure(Open(), configured, output);
        return output.ToString();
    }
}
