using SystemFlow.Operations.Accounts;

namespace SystemFlow.Operations.Tests.Accounts;

public sealed class AuthenticatorCodesTests
{
    // RFC 6238, appendix B: the key is the text 12345678901234567890; the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void CodeAt_IsTheRfcs(long seconds, string code) =>
        Assert.Equal(code, AuthenticatorCodes.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(seconds)));
}
