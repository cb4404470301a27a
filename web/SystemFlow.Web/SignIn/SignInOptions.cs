using System.ComponentModel.DataAnnotations;

namespace SystemFlow.Web.SignIn;

/// <summary>How people sign in. Section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "SignIn";

    /// <summary>
    /// Who needs a second factor to do more than look: <c>optional</c> nobody, <c>administrators</c>, or <c>everybody</c>. Default: administrators; optional
    /// while the program listens on this machine only.
    /// </summary>
    [RegularExpression("optional|administrators|everybody", ErrorMessage = "SignIn:SecondFactor must be optional, administrators or everybody.")]
    public string? SecondFactor { get; init; }
}
