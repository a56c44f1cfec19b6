"""The models and enumerations of the API, each imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .account_status import AccountStatus
    from .accounted_tcv import AccountedTcv
    from .address import Address
    from .align_expiration_date import AlignExpirationDate
    from .align_expiration_date_alignment_type import AlignExpirationDateAlignmentType
    from .billing_model import BillingModel
    from .checked_parameter import CheckedParameter
    from .checked_parameter_result import CheckedParameterResult
    from .choice import Choice
    from .contact_person import ContactPerson
    from .contact_type import ContactType
    from .coterming import Coterming
    from .coterming_required import CotermingRequired
    from .coterming_type import CotermingType
    from .customer import Customer
    from .customer_create import CustomerCreate
    from .customer_page import CustomerPage
    from .customer_summary import CustomerSummary
    from .customer_update import CustomerUpdate
    from .deal_agreement import DealAgreement
    from .deal_discount import DealDiscount
    from .deal_discount_applicable_to import DealDiscountApplicableTo
    from .deal_price import DealPrice
    from .deal_price_type import DealPriceType
    from .depends_on_item import DependsOnItem
    from .discount import Discount
    from .discount_type import DiscountType
    from .duration import Duration
    from .framework_error import FrameworkError
    from .gateway_error import GatewayError
    from .margin_attribute import MarginAttribute
    from .margin_rate import MarginRate
    from .margin_rate_info import MarginRateInfo
    from .money import Money
    from .order import Order
    from .order_deals import OrderDeals
    from .order_detail import OrderDetail
    from .order_detail_type import OrderDetailType
    from .order_estimate import OrderEstimate
    from .order_line import OrderLine
    from .order_line_request import OrderLineRequest
    from .order_line_type import OrderLineType
    from .order_margin import OrderMargin
    from .order_margin_price_model import OrderMarginPriceModel
    from .order_page import OrderPage
    from .order_request import OrderRequest
    from .order_request_type import OrderRequestType
    from .order_request_upgrade_start_type import OrderRequestUpgradeStartType
    from .order_status import OrderStatus
    from .order_summary import OrderSummary
    from .order_type import OrderType
    from .order_update import OrderUpdate
    from .pagination import Pagination
    from .parameter_validation_request import ParameterValidationRequest
    from .parameter_validation_result import ParameterValidationResult
    from .parameter_validation_results import ParameterValidationResults
    from .parameter_value import ParameterValue
    from .period import Period
    from .period_type import PeriodType
    from .placement_type import PlacementType
    from .plan import Plan
    from .plan_page import PlanPage
    from .plan_period import PlanPeriod
    from .plan_summary import PlanSummary
    from .plan_switch import PlanSwitch
    from .plan_switch_billing_policy import PlanSwitchBillingPolicy
    from .plan_switch_when_effective import PlanSwitchWhenEffective
    from .price_tier import PriceTier
    from .product import Product
    from .product_page import ProductPage
    from .product_price import ProductPrice
    from .product_price_model import ProductPriceModel
    from .product_price_type import ProductPriceType
    from .product_with_parameters import ProductWithParameters
    from .report import Report
    from .report_format import ReportFormat
    from .report_list import ReportList
    from .report_request import ReportRequest
    from .report_status import ReportStatus
    from .report_summary import ReportSummary
    from .report_type import ReportType
    from .reseller import Reseller
    from .reseller_create import ResellerCreate
    from .reseller_page import ResellerPage
    from .reseller_summary import ResellerSummary
    from .reseller_update import ResellerUpdate
    from .service_error import ServiceError
    from .settable_account_status import SettableAccountStatus
    from .special_pricing import SpecialPricing
    from .subscription import Subscription
    from .subscription_page import SubscriptionPage
    from .subscription_product import SubscriptionProduct
    from .subscription_product_update import SubscriptionProductUpdate
    from .subscription_status import SubscriptionStatus
    from .subscription_summary import SubscriptionSummary
    from .subscription_tcv import SubscriptionTcv
    from .subscription_update import SubscriptionUpdate
    from .target_subscription import TargetSubscription
    from .target_subscription_type import TargetSubscriptionType
    from .tcv import Tcv
    from .tcv_amounts import TcvAmounts
    from .tcv_detail import TcvDetail
    from .tiered_money import TieredMoney
    from .token import Token
    from .token_request import TokenRequest
    from .vendor_billing_settings import VendorBillingSettings
    from .vendor_discount import VendorDiscount
    from .vendor_discount_agreement import VendorDiscountAgreement
    from .vendor_discount_total import VendorDiscountTotal
    from .vendor_discount_total_frequency import VendorDiscountTotalFrequency
else:
    from importlib import import_module

    _MODULES = {
        "AccountStatus": ".account_status",
        "AccountedTcv": ".accounted_tcv",
        "Address": ".address",
        "AlignExpirationDate": ".align_expiration_date",
        "AlignExpirationDateAlignmentType": ".align_expiration_date_alignment_type",
        "BillingModel": ".billing_model",
        "CheckedParameter": ".checked_parameter",
        "CheckedParameterResult": ".checked_parameter_result",
        "Choice": ".choice",
        "ContactPerson": ".contact_person",
        "ContactType": ".contact_type",
        "Coterming": ".coterming",
        "CotermingRequired": ".coterming_required",
        "CotermingType": ".coterming_type",
        "Customer": ".customer",
        "CustomerCreate": ".customer_create",
        "CustomerPage": ".customer_page",
        "CustomerSummary": ".customer_summary",
        "CustomerUpdate": ".customer_update",
        "DealAgreement": ".deal_agreement",
        "DealDiscount": ".deal_discount",
        "DealDiscountApplicableTo": ".deal_discount_applicable_to",
        "DealPrice": ".deal_price",
        "DealPriceType": ".deal_price_type",
        "DependsOnItem": ".depends_on_item",
        "Discount": ".discount",
        "DiscountType": ".discount_type",
        "Duration": ".duration",
        "FrameworkError": ".framework_error",
        "GatewayError": ".gateway_error",
        "MarginAttribute": ".margin_attribute",
        "MarginRate": ".margin_rate",
        "MarginRateInfo": ".margin_rate_info",
        "Money": ".money",
        "Order": ".order",
        "OrderDeals": ".order_deals",
        "OrderDetail": ".order_detail",
        "OrderDetailType": ".order_detail_type",
        "OrderEstimate": ".order_estimate",
        "OrderLine": ".order_line",
        "OrderLineRequest": ".order_line_request",
        "OrderLineType": ".order_line_type",
        "OrderMargin": ".order_margin",
        "OrderMarginPriceModel": ".order_margin_price_model",
        "OrderPage": ".order_page",
        "OrderRequest": ".order_request",
        "OrderRequestType": ".order_request_type",
        "OrderRequestUpgradeStartType": ".order_request_upgrade_start_type",
        "OrderStatus": ".order_status",
        "OrderSummary": ".order_summary",
        "OrderType": ".order_type",
        "OrderUpdate": ".order_update",
        "Pagination": ".pagination",
        "ParameterValidationRequest": ".parameter_validation_request",
        "ParameterValidationResult": ".parameter_validation_result",
        "ParameterValidationResults": ".parameter_validation_results",
        "ParameterValue": ".parameter_value",
        "Period": ".period",
        "PeriodType": ".period_type",
        "PlacementType": ".placement_type",
        "Plan": ".plan",
        "PlanPage": ".plan_page",
        "PlanPeriod": ".plan_period",
        "PlanSummary": ".plan_summary",
        "PlanSwitch": ".plan_switch",
        "PlanSwitchBillingPolicy": ".plan_switch_billing_policy",
        "PlanSwitchWhenEffective": ".plan_switch_when_effective",
        "PriceTier": ".price_tier",
        "Product": ".product",
        "ProductPage": ".product_page",
        "ProductPrice": ".product_price",
        "ProductPriceModel": ".product_price_model",
        "ProductPriceType": ".product_price_type",
        "ProductWithParameters": ".product_with_parameters",
        "Report": ".report",
        "ReportFormat": ".report_format",
        "ReportList": ".report_list",
        "ReportRequest": ".report_request",
        "ReportStatus": ".report_status",
        "ReportSummary": ".report_summary",
        "ReportType": ".report_type",
        "Reseller": ".reseller",
        "ResellerCreate": ".reseller_create",
        "ResellerPage": ".reseller_page",
        "ResellerSummary": ".reseller_summary",
        "ResellerUpdate": ".reseller_update",
        "ServiceError": ".service_error",
        "SettableAccountStatus": ".settable_account_status",
        "SpecialPricing": ".special_pricing",
        "Subscription": ".subscription",
        "SubscriptionPage": ".subscription_page",
        "SubscriptionProduct": ".subscription_product",
        "SubscriptionProductUpdate": ".subscription_product_update",
        "SubscriptionStatus": ".subscription_status",
        "SubscriptionSummary": ".subscription_summary",
        "SubscriptionTcv": ".subscription_tcv",
        "SubscriptionUpdate": ".subscription_update",
        "TargetSubscription": ".target_subscription",
        "TargetSubscriptionType": ".target_subscription_type",
        "Tcv": ".tcv",
        "TcvAmounts": ".tcv_amounts",
        "TcvDetail": ".tcv_detail",
        "TieredMoney": ".tiered_money",
        "Token": ".token",
        "TokenRequest": ".token_request",
        "VendorBillingSettings": ".vendor_billing_settings",
        "VendorDiscount": ".vendor_discount",
        "VendorDiscountAgreement": ".vendor_discount_agreement",
        "VendorDiscountTotal": ".vendor_discount_total",
        "VendorDiscountTotalFrequency": ".vendor_discount_total_frequency",
    }

    def __getattr__(name: str) -> object:
        """Import a model and keep it."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found

    def __dir__() -> list[str]:
        return sorted(__all__)


__all__ = (
    "AccountedTcv",
    "AccountStatus",
    "Address",
    "AlignExpirationDate",
    "AlignExpirationDateAlignmentType",
    "BillingModel",
    "CheckedParameter",
    "CheckedParameterResult",
    "Choice",
    "ContactPerson",
    "ContactType",
    "Coterming",
    "CotermingRequired",
    "CotermingType",
    "Customer",
    "CustomerCreate",
    "CustomerPage",
    "CustomerSummary",
    "CustomerUpdate",
    "DealAgreement",
    "DealDiscount",
    "DealDiscountApplicableTo",
    "DealPrice",
    "DealPriceType",
    "DependsOnItem",
    "Discount",
    "DiscountType",
    "Duration",
    "FrameworkError",
    "GatewayError",
    "MarginAttribute",
    "MarginRate",
    "MarginRateInfo",
    "Money",
    "Order",
    "OrderDeals",
    "OrderDetail",
    "OrderDetailType",
    "OrderEstimate",
    "OrderLine",
    "OrderLineRequest",
    "OrderLineType",
    "OrderMargin",
    "OrderMarginPriceModel",
    "OrderPage",
    "OrderRequest",
    "OrderRequestType",
    "OrderRequestUpgradeStartType",
    "OrderStatus",
    "OrderSummary",
    "OrderType",
    "OrderUpdate",
    "Pagination",
    "ParameterValidationRequest",
    "ParameterValidationResult",
    "ParameterValidationResults",
    "ParameterValue",
    "Period",
    "PeriodType",
    "PlacementType",
    "Plan",
    "PlanPage",
    "PlanPeriod",
    "PlanSummary",
    "PlanSwitch",
    "PlanSwitchBillingPolicy",
    "PlanSwitchWhenEffective",
    "PriceTier",
    "Product",
    "ProductPage",
    "ProductPrice",
    "ProductPriceModel",
    "ProductPriceType",
    "ProductWithParameters",
    "Report",
    "ReportFormat",
    "ReportList",
    "ReportRequest",
    "ReportStatus",
    "ReportSummary",
    "ReportType",
    "Reseller",
    "ResellerCreate",
    "ResellerPage",
    "ResellerSummary",
    "ResellerUpdate",
    "ServiceError",
    "SettableAccountStatus",
    "SpecialPricing",
    "Subscription",
    "SubscriptionPage",
    "SubscriptionProduct",
    "SubscriptionProductUpdate",
    "SubscriptionStatus",
    "SubscriptionSummary",
    "SubscriptionTcv",
    "SubscriptionUpdate",
    "TargetSubscription",
    "TargetSubscriptionType",
    "Tcv",
    "TcvAmounts",
    "TcvDetail",
    "TieredMoney",
    "Token",
    "TokenRequest",
    "VendorBillingSettings",
    "VendorDiscount",
    "VendorDiscountAgreement",
    "VendorDiscountTotal",
    "VendorDiscountTotalFrequency",
)
