using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Tests.Notices;

public sealed class NoticeSettingsTests
{
    [Theory]
    [InlineData("Notices:MaxAttempts", "0")]
    [InlineData("Notices:FirstRetry", "00:02:00")]
    [InlineData("Notices:LongestRetry", "2.00:00:00")]
    [InlineData("Notices:WebhookTimeout", "00:00:00")]
    [InlineData("Notices:WebhookSecret", "short")]
    [InlineData("Notices:PublicUrl", "http://flow.example.org")]
    [InlineData("Notices:PublicUrl", "/flow")]
    [InlineData("Notices:Smtp:Port", "70000")]
    [InlineData("Notices:Smtp:Timeout", "01:00:00")]
    public async Task Setting_ThatCannotBe_EndsTheStartNamingIt(string name, string value)
    {
        await using var host = new NoticeHost { Settings = { [name] = value } };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailSettings_ThatDoNotGoTogether_AreAllNamed()
    {
        await using var host = new NoticeHost
        {
            Settings =
            {
                ["Notices:Smtp:Host"] = "mail.example.org",
                ["Notices:Smtp:User"] = "flow",
                ["Notices:Smtp:Tls"] = "false",
            },
        };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains("Notices:Smtp:From must be the e-mail address that mail comes from.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Notices:Smtp:User and Notices:Smtp:Password go together.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Notices:Smtp:Tls must be true where there is a password.", error.Message, StringComparison.Ordinal);
    }
}
