using System.Net;
using SystemFlow.Testing;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Tests.SignIn;

public sealed class WrongPasswordsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.7");

    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public void Begin_TheSixthWithinAMinute_WaitsUntilTheFirstIsAMinuteOld()
    {
        var wrong = AfterFive();
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(40), wrong.Begin(Here));
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(wrong.Begin(Here));
    }

    [Fact]
    public void Begin_FromAnotherAddress_IsNotHeldUp() => Assert.Null(AfterFive().Begin(IPAddress.Parse("192.0.2.8")));

    [Fact]
    public void WasRight_DoesNotCount()
    {
        var wrong = new WrongPasswords(_time);
        for (var time = 0; time < 20; time++)
        {
            Assert.Null(wrong.Begin(Here));
            wrong.WasRight(Here);
        }
    }

    [Fact]
    public void Begin_OneNetworkOfIpv6_IsOneAddress()
    {
        var wrong = new WrongPasswords(_time);
        for (var host = 1; host <= WrongPasswords.Most; host++) wrong.Begin(IPAddress.Parse($"2001:db8::{host}"));

        Assert.NotNull(wrong.Begin(IPAddress.Parse("2001:db8::99")));
        Assert.Null(wrong.Begin(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Begin_FromMoreAddressesThanAreHeld_Waits()
    {
        var wrong = new WrongPasswords(_time);
        for (var host = 0; host < WrongPasswords.MostAddresses; host++) wrong.Begin(new IPAddress(host + 1L));

        Assert.Equal(WrongPasswords.Span, wrong.Begin(Here));
    }

    private WrongPasswords AfterFive()
    {
        var wrong = new WrongPasswords(_time);
        for (var time = 0; time < WrongPasswords.Most; time++) Assert.Null(wrong.Begin(Here));
        return wrong;
    }
}
