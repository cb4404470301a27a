using SystemFlow.Operations.Accounts;

namespace SystemFlow.Operations.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("correct-horse-battery")]
    [InlineData("drei alte Köche")]
    [InlineData("lowercaseonlyisfine")]
    [InlineData("849302758163")]
    [InlineData("the lister night shift")]
    public void ProblemOf_ALongOneThatNobodyTriesFirst_IsNone(string password) =>
        Assert.Null(PasswordRules.ProblemOf(password, "ann.other@nhs.net"));

    [Theory]
    [InlineData("eleven char")]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("123456789012")]
    [InlineData("098765432109")]
    [InlineData("qwertyuiopas")]
    [InlineData("Password1234")]
    [InlineData("P4ssw0rd!!!!")]
    [InlineData("p@$$w0rd-2026")]
    [InlineData("SystemFlow2026!")]
    [InlineData("Welcome-12345")]
    [InlineData("November-2026")]
    [InlineData("ann.other@nhs.net")]
    [InlineData("Ann.Other-2026")]
    public void ProblemOf_AShortOneOrOneThatIsTriedFirst_SaysWhatToDo(string password) =>
        Assert.StartsWith("Enter a password", PasswordRules.ProblemOf(password, "ann.other@nhs.net"));

    [Fact]
    public void ProblemOf_OneLongerThanAnybodyTypes_IsRefused() =>
        Assert.Equal("Enter a password of 200 characters or fewer", PasswordRules.ProblemOf(string.Concat(Enumerable.Repeat("abcdefghij-", 20)), "ann"));
}
