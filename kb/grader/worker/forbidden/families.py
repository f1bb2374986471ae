"""The operators of PyTorch that compute what a forbidden name computes.

One function has many doors: ``torch.softmax``, ``x.softmax``, ``torch.nn.Softmax``, ``torch.ops.aten._softmax.default``
and fused relatives such as attention all end in a few operators, and there they are closed. A family lists those
of one idea under the last parts of its public names. Some are reached by their backward as well: that of a
convolution computes a transposed one. Left out on purpose is what other functions are built from: ``bernoulli`` is
randomness and not dropout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..devices import CPU


@dataclass(frozen=True)
class Family:
    """The operators of one idea, in words; without a namespace they are of ``aten``."""

    names: str  # last parts of public names
    operators: str
    transposed: bool | None = None  # which half of EITHER is meant
    inside: str = ""  # functions of torch.nn.functional that use it and are not relatives
    backward: str = (
        ""  # operators that the gradient of an allowed function needs: refused where the answer asks for it
    )


ATTENTION = (
    "scaled_dot_product_attention _scaled_dot_product_attention_math "
    "_scaled_dot_product_attention_math_for_mps _scaled_dot_product_cudnn_attention "
    "_scaled_dot_product_efficient_attention _scaled_dot_product_flash_attention "
    "_scaled_dot_product_flash_attention_for_cpu _scaled_dot_product_fused_attention_overrideable "
    "_cudnn_attention_forward _efficient_attention_forward _flash_attention_forward "
    "_flash_attention_forward_no_dropout_inplace _native_multi_head_attention "
    "_transformer_encoder_layer_fwd _triton_multi_head_attention _triton_scaled_dot_attention "
    "_scaled_dot_product_cudnn_attention_backward _scaled_dot_product_efficient_attention_backward "
    "_scaled_dot_product_flash_attention_backward _scaled_dot_product_flash_attention_for_cpu_backward "
    "_scaled_dot_product_fused_attention_overrideable_backward _cudnn_attention_backward "
    "_efficient_attention_backward _flash_attention_backward"
)
# Both kinds of convolution go through these; their argument ``transposed`` tells which.
EITHER = "convolution _convolution convolution_overrideable"
# The gradient of each kind, in its input, is the other kind; in its weight it is a convolution.
CONVOLUTION_BACKWARD = (
    "convolution_backward convolution_backward_overrideable _convolution_double_backward _slow_conv2d_backward "
    "conv_tbc_backward mps_convolution_backward mps_convolution_transpose_backward"
)
# What Python's own signs call. ``x * 2`` cannot be told from ``torch.mul(x, 2)``, so these are left to the static
# search.
SIGNS = (
    "abs add bitwise_and bitwise_not bitwise_or bitwise_xor bmm copy_ div dot eq floor_divide ge gt "
    "index index_put le logical_not lt matmul mm mul mv ne neg positive pow remainder rsub select "
    "slice sub true_divide"
)

FAMILIES = (
    Family(
        "softmax Softmax Softmax2d",
        "softmax _softmax _safe_softmax _masked_softmax _sparse_softmax special_softmax "
        "_nested_tensor_softmax_with_shape quantized::softmax _softmax_backward_data "
        "_masked_softmax_backward _sparse_softmax_backward_data "
        f"{ATTENTION}",
    ),
    Family(
        "log_softmax LogSoftmax",
        "log_softmax _log_softmax _sparse_log_softmax special_log_softmax",
        inside="cross_entropy",
    ),
    Family(
        "cross_entropy CrossEntropyLoss",
        "cross_entropy_loss",
    ),
    Family(
        "nll_loss NLLLoss NLLLoss2d",
        "nll_loss nll_loss2d nll_loss_nd nll_loss_forward nll_loss2d_forward",
        inside="cross_entropy",
    ),
    Family(
        "binary_cross_entropy_with_logits BCEWithLogitsLoss",
        "binary_cross_entropy_with_logits",
    ),
    Family(
        "conv1d conv2d conv3d Conv1d Conv2d Conv3d LazyConv1d LazyConv2d LazyConv3d",
        f"{EITHER} "
        "conv1d conv2d conv3d _convolution_mode conv_tbc thnn_conv2d _slow_conv2d_forward slow_conv3d "
        "slow_conv3d_forward slow_conv_dilated2d slow_conv_dilated3d _conv_depthwise2d "
        "conv_depthwise3d mkldnn_convolution _nnpack_spatial_convolution _mps_convolution "
        "cudnn_convolution cudnn_convolution_relu cudnn_convolution_add_relu miopen_convolution "
        "miopen_convolution_relu miopen_convolution_add_relu miopen_depthwise_convolution "
        "mkldnn_prepacked::conv2d_run mkldnn::_convolution_pointwise mkldnn::_convolution_pointwise_ "
        "prepacked::conv2d_clamp_run",
        transposed=False,
        backward=CONVOLUTION_BACKWARD,
    ),
    Family(
        "conv_transpose1d conv_transpose2d conv_transpose3d ConvTranspose1d ConvTranspose2d "
        "ConvTranspose3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d",
        f"{EITHER} "
        "conv_transpose1d conv_transpose2d conv_transpose3d slow_conv_transpose2d "
        "slow_conv_transpose3d cudnn_convolution_transpose miopen_convolution_transpose "
        "_mps_convolution_transpose mkldnn::_convolution_transpose_pointwise "
        "prepacked::conv2d_transpose_clamp_run",
        transposed=True,
        backward=CONVOLUTION_BACKWARD,
    ),
    # The general forms: by their names they are found in the source, by the two families above at run time.
    Family(
        f"{EITHER} {CONVOLUTION_BACKWARD}",
        "",
        backward=CONVOLUTION_BACKWARD,
    ),
    Family(
        "batch_norm native_batch_norm BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm "
        "LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d",
        "batch_norm _batch_norm_impl_index native_batch_norm _native_batch_norm_legit "
        "_native_batch_norm_legit_functional _native_batch_norm_legit_no_training "
        "_batch_norm_with_update _batch_norm_with_update_functional _batch_norm_no_update "
        "cudnn_batch_norm miopen_batch_norm batch_norm_stats batch_norm_update_stats batch_norm_elemt "
        "batch_norm_gather_stats batch_norm_gather_stats_with_counts instance_norm "
        "quantized_batch_norm onednn::qbatch_norm2d native_batch_norm_backward batch_norm_backward "
        "_batch_norm_impl_index_backward cudnn_batch_norm_backward miopen_batch_norm_backward "
        "batch_norm_backward_reduce batch_norm_backward_elemt",
    ),
    Family(
        "instance_norm InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d "
        "LazyInstanceNorm2d LazyInstanceNorm3d",
        "instance_norm",
    ),
    Family(
        "layer_norm native_layer_norm LayerNorm",
        "layer_norm native_layer_norm native_layer_norm_backward static_runtime::layer_norm",
    ),
    Family(
        "group_norm native_group_norm GroupNorm",
        "group_norm native_group_norm native_group_norm_backward",
    ),
    Family(
        "rms_norm RMSNorm",
        "rms_norm _fused_rms_norm _fused_rms_norm_backward",
    ),
    Family(
        "max_pool1d max_pool2d max_pool3d MaxPool1d MaxPool2d MaxPool3d max_pool1d_with_indices "
        "max_pool2d_with_indices max_pool3d_with_indices adaptive_max_pool1d adaptive_max_pool2d "
        "adaptive_max_pool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d "
        "fractional_max_pool2d fractional_max_pool3d FractionalMaxPool2d FractionalMaxPool3d",
        "max_pool1d max_pool2d max_pool3d max_pool1d_with_indices max_pool2d_with_indices "
        "max_pool3d_with_indices mkldnn_max_pool2d mkldnn_max_pool3d quantized_max_pool1d "
        "quantized_max_pool2d quantized_max_pool3d quantized::max_pool1d quantized::max_pool2d "
        "adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d fractional_max_pool2d "
        "fractional_max_pool3d max_pool2d_backward max_pool2d_with_indices_backward "
        "max_pool3d_with_indices_backward mkldnn_max_pool2d_backward mkldnn_max_pool3d_backward "
        "adaptive_max_pool2d_backward adaptive_max_pool3d_backward fractional_max_pool2d_backward "
        "fractional_max_pool3d_backward",
    ),
    Family(
        "dropout dropout1d dropout2d dropout3d Dropout Dropout1d Dropout2d Dropout3d alpha_dropout "
        "AlphaDropout feature_alpha_dropout FeatureAlphaDropout feature_dropout native_dropout",
        "dropout dropout_ native_dropout _fused_dropout alpha_dropout alpha_dropout_ feature_dropout "
        "feature_dropout_ feature_alpha_dropout feature_alpha_dropout_ native_dropout_backward "
        "quantized::dropout",
    ),
    Family(
        "softshrink Softshrink",
        "softshrink softshrink_backward",
    ),
    Family(
        "interpolate upsample upsample_bilinear upsample_nearest upsample_bilinear2d Upsample "
        "UpsamplingBilinear2d UpsamplingNearest2d",
        "upsample_linear1d upsample_bilinear2d upsample_trilinear3d upsample_bicubic2d "
        "upsample_nearest1d upsample_nearest2d upsample_nearest3d _upsample_nearest_exact1d "
        "_upsample_nearest_exact2d _upsample_nearest_exact3d _upsample_bilinear2d_aa "
        "_upsample_bicubic2d_aa _upsample_lanczos2d_aa "
        "upsample_linear1d_backward upsample_bilinear2d_backward upsample_trilinear3d_backward "
        "upsample_bicubic2d_backward upsample_nearest1d_backward upsample_nearest2d_backward "
        "upsample_nearest3d_backward _upsample_nearest_exact1d_backward _upsample_nearest_exact2d_backward "
        "_upsample_nearest_exact3d_backward _upsample_bilinear2d_aa_backward _upsample_bicubic2d_aa_backward "
        "_upsample_lanczos2d_aa_backward",
    ),
    Family(
        "scaled_dot_product_attention flex_attention",
        ATTENTION,
    ),
    Family(
        "multi_head_attention_forward MultiheadAttention TransformerEncoderLayer "
        "TransformerDecoderLayer Transformer",
        ATTENTION,
    ),
)


# Parts of the names of operators that no CPU has.
ELSEWHERE = ("cudnn", "miopen", "mps", "triton", "efficient", "flash_attention_forward", "overrideable")


def runs_on(device: str) -> Callable[[str], bool]:
    """Whether an operator of this name may run there; all do where it is not the CPU."""
    return lambda operator: device != CPU or not any(part in operator for part in ELSEWHERE)


def families_of(name: str) -> tuple[Family, ...]:
    """The families that a forbidden name of torch belongs to; of an operator without one, that operator alone."""
    parts = name.split(".")
    if parts[:2] == ["torch", "ops"] and len(parts) > 3:
        space, own = parts[2], parts[3]
    else:
        space, own = "torchvision" if parts[0] == "torchvision" else "aten", parts[-1]
    if space != "aten":
        return (Family(own, f"{space}::{own}"),)
    bare = own.lstrip("_")
    if found := tuple(family for family in FAMILIES if {own, bare} & set(family.names.split())):
        return found
    if bare in SIGNS.split():
        return ()
    return (Family(own, f"{own} {own}_ _{bare} special_{bare} {bare}_backward _{bare}_backward"),)
