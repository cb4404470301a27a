namespace SystemFlow.Web.Components.Pages;

/// <summary>A page of places that shows no past moment, whatever its address asks for.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AlwaysNowAttribute : Attribute;
